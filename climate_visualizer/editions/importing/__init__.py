"""Importing: files in, gaps filled, corrections applied, a candidate edition out."""
