"""Verdicts on goals in the open API."""
