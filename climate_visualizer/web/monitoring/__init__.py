"""Monitoring and housekeeping: /metrics, the same in words on the operator's first page, and what is thrown away."""
