"""Charts of what readers ask beyond a place's own budget."""
