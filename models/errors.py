"""The base exception of Mithaq: an error that a user can act on."""

# Advice where rows may be wrong.
SEE_WHETHER_SOUND = "see whether the database is sound: mithaq db check"


class MithaqError(Exception):
    """An error that says what is wrong, where, and what to do. The command line prints it and exits with 1."""
