"""Assessment: one edition's statistics held against one budget, for one area or for all at once."""
