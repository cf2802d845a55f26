"""Content: documents with versions, their kinds and lists, and the audit log."""
