"""The schema, one module per subject, and the packages that open, migrate, derive and check a database.

Importing this package imports nothing else, so a command that only reads does not load SQLAlchemy.
"""

# The database, unless a command names another.
DEFAULT = "mithaq.db"
VARIABLE = "MITHAQ_DATABASE_URL"
