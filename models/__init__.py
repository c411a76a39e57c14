"""The schema, one module per subject, and the packages that open, migrate, derive and check a database.

Importing this package imports nothing else, so a command that only reads does not load SQLAlchemy.
"""

# The database that a command uses without --database.
DEFAULT = "mithaq.db"
VARIABLE = "MITHAQ_DATABASE_URL"
# The comment on `alembic_version` in PostgreSQL, and the start of the header of a SQLite file, "MITH" in ASCII.
COMMENT = "Mithaq"
APPLICATION_ID = 0x4D495448
# The collections that belong to no user: the facts that come with Mithaq, and those retained for other collections.
SHIPPED = "mithaq"
KEPT = "kept"
