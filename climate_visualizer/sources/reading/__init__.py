"""Reading publishers' files: downloads, workbooks, CSV, json-stat, boundaries."""
