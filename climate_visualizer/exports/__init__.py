"""What readers take with them: one file a format, all from the same facts as the pages."""
