"""Nowcasts: the years after the last statistics, their back-tests and the spread of their errors."""
