"""The year of a climate budget: committees, people, tasks, follow-up by those who answer, indicators and the calendar."""
