"""The arithmetic: arrays in, arrays out, on numpy alone."""
