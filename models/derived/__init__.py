"""Derived tables (`state` and counts), the rule of what counts as cooperation, and the search index."""
