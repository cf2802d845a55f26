"""Tables: workbooks, CSV, JSON and whole countries as one file."""
