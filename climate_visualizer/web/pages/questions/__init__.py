"""Pages of what readers ask beyond a place's own budget: does a goal hold, and a budget for a group of places."""
