"""The line to the database: deadlines for what is asked, a circuit breaker, and the backend for PostgreSQL that keeps both."""
