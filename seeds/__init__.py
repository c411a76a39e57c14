"""Seed data and what reads, checks, plans and loads it. Importing this package imports nothing."""
