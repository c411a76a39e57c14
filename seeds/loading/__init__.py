"""The one way to load files into a database, and to plan it."""
