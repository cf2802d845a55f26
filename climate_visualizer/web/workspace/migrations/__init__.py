"""The steps by which the database came to be as it is."""
