"""Sentences about measures and money: effect, overlap, cost a tonne."""
