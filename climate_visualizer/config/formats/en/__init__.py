"""English here is British."""
