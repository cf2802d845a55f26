"""Figures on other people's pages."""
