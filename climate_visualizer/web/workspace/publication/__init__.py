"""What becomes public and how it ends: the choice of what to publish, and deleting, archiving, replacing and merging."""
