"""Rules that a database must hold, and doubts that it may, each a SELECT of the records concerned."""
