"""One figure a file: picture, table, title, alternative text and source from one object."""
