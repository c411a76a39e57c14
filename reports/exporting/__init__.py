"""Export the whole database for other programs. Nothing here writes to the database."""
