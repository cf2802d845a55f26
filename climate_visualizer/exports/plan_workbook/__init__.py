"""The workbook of a plan: its columns, its import and its export."""
