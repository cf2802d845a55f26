"""Outbox with leases: every mail and webhook is a row in the transaction of what it tells of, and is sent afterwards."""
