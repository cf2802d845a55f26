"""The pages of one area, and its files."""
