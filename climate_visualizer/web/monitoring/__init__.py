"""Monitoring: what a machine measures at /metrics, and the same in words on the operator's first page."""
