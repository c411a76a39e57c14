"""Databases: found, opened, read, copied, backed up and restored, on SQLite and PostgreSQL."""
