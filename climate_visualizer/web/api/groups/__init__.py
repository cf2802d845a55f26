"""Areas that a reader puts together, by API."""
