"""The gate: rules that a candidate edition is checked against before it may be published."""
