"""The one base exception of ours: an error that a person can act on."""


class MithaqError(Exception):
    """What is wrong, where, and what to do next; the command line prints it and exits with 1."""
