"""How the tables of alerts came about."""
