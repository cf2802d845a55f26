"""Where numbers are kept: immutable, dated, content-addressed folders."""
