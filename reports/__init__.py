"""The read side: reports as data (a SELECT over the views, its columns, its filters), and one renderer for all.

Nothing here writes to a database, and nothing imports SQLAlchemy.
"""
