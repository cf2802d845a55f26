"""What-if scenarios: measures, paths and their addresses."""
