"""Seed files: read with file and line, checked against the kinds, and written in the canonical form."""
