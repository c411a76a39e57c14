"""The base exception of Mithaq: an error that a user can act on."""

# Advice where rows may be wrong.
SEE_WHETHER_SOUND = "see whether the database is sound: mithaq db check"


class MithaqError(Exception):
    """An error that says what is wrong, where, and what to do. The command line prints it and exits with 1."""


def missing_library(use: str, library: str, extra: str, error: ImportError) -> MithaqError:
    """Return the error of an optional library that is not installed, or that lacks a part of its own."""
    if isinstance(error, ModuleNotFoundError) and error.name == library:
        return MithaqError(f"{use}; install it with: pip install 'mithaq[{extra}]'")
    cause = " ".join(str(error).split()).rstrip(".")
    return MithaqError(
        f"{use}, which is installed, but not all that it needs: {cause};"
        f" install what is missing with: pip install 'mithaq[{extra}]'"
    )
