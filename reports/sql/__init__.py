"""`mithaq sql`: statements of the user, read-only, with limits of time and size."""
