"""Administration: the operator's admin site, its audit, backup and restore."""
