"""Statistics and science together: the only room that knows both."""
