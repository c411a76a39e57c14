"""Seed data, and the code that reads, checks, plans and loads it."""
