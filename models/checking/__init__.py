"""Errors and warnings: each is a SELECT of the records that have it."""
