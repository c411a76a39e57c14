"""Folders for files of a moment, such as a copy of a database on which a migration is tried."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder that is removed afterwards.

    Raises:
        MithaqError: no folder can be made, or a file in it cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            try:
                yield Path(folder)
            except (MithaqError, sqlite3.Error, OSError) as error:
                if isinstance(error, sqlite3.Error) or folder in str(error):
                    raise temporary_failure(error) from error
                raise
    except FileNotFoundError as error:
        if error.filename:
            raise
        raise temporary_failure(error) from error


def temporary_failure(error: Exception) -> MithaqError:
    """Return the error of a temporary file that cannot be written, with what to do."""
    reason = getattr(error, "strerror", None) or error
    return MithaqError(f"a temporary file cannot be written: {reason}; name a folder with room by the variable TMPDIR")
