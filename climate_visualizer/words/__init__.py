"""Findings as sentences, in any language."""
