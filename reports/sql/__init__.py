"""`mithaq sql`: statements of the user, bounded and read-only."""
