"""The schema, one module per subject, and the packages that open, migrate, derive and check a database.

Importing this package imports nothing else, so a command that only reads does not load SQLAlchemy.
"""

# The database that a command uses without --database.
DEFAULT = "mithaq.db"
VARIABLE = "MITHAQ_DATABASE_URL"
# The collections that belong to no user: the facts that come with Mithaq, and those retained for other collections.
SHIPPED = "mithaq"
KEPT = "kept"
