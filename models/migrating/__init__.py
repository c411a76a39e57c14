"""Migrations: run, printed as SQL, and what a downgrade would lose."""
