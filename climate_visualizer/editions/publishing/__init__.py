"""Publishing: the atomic switch, rollback, rebuilding, and what differs between editions."""
