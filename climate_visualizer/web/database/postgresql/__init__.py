"""Django's backend for PostgreSQL with a deadline on this side of the line."""
