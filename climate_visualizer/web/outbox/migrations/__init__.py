"""How the tables of the outbox came about."""
