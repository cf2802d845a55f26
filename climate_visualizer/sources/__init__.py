"""Where statistics come in: one file a publisher."""
