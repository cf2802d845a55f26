"""Replication of editions: what a node offers to others, and how one follows another."""
