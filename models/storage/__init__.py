"""Opening, reading, copying, backing up and restoring databases, on SQLite and PostgreSQL."""
