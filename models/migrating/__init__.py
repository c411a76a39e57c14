"""Running migrations, printing them as SQL, and listing what a downgrade deletes."""
