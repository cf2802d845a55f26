"""The demonstration organisation and its made-up data."""
