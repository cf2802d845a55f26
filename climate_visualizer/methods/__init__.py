"""Methods: recipes, world budgets and choices, and how the world's budget is allocated to every area."""
