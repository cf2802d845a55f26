"""Areas beside each other: similar ones, neighbours, rank, search, and what an edition changed."""
