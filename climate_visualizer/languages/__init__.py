"""Languages: texts from catalogues, and the grammar, numbers and dates that a language has."""
