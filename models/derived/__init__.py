"""What follows from the facts: `state`, counts, what counts as cooperation, the search index."""
