"""The schema: one module per subject, and the doors to a database (`database`, `migrations`).

Importing this package imports nothing; a command that only reads never pays for SQLAlchemy.
"""

# Which database is meant where none is named.
DEFAULT = "mithaq.db"
VARIABLE = "MITHAQ_DATABASE_URL"
