"""The schema: one module per subject, and the doors to a database (`database`, `migrations`).

Importing this package imports nothing; a command that only reads never pays for SQLAlchemy.
"""

# The database that a command uses without --database.
DEFAULT = "mithaq.db"
VARIABLE = "MITHAQ_DATABASE_URL"
# The collections that are not a user's: the facts that come with Mithaq, and those retained for other collections.
SHIPPED = "mithaq"
KEPT = "kept"
