"""Array helpers: blocks, labels, interpolation."""
