"""The pages of a whole country: home, ranking, comparison, data."""
