"""Publishers: one file each, and the folder is the registry."""
