"""Local carbon budgets: from official statistics to what an area may still emit."""
