"""Uncertainty ranges and ensembles: how far a budget and an estimate may be from what is told."""
