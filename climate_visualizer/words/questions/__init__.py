"""What readers ask beyond a place's own budget, in words: goals, groups and large plants."""
