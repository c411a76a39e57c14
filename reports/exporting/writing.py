"""Write an export in any of its forms. The module of a form is imported when it is written."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from models.errors import SEE_WHETHER_SOUND, MithaqError
from reports.exporting.forms import FILES, FOLDERS, TREES

if TYPE_CHECKING:
    from pathlib import Path

    from reports.exporting.extract import Extract


def export_file(extract: Extract, target: str | None, form: str) -> None:
    """Write a form that is a file, to standard output if there is no target.

    Raises:
        MithaqError: the target cannot be written.
    """
    from reports.display.destination import open_output, replaced_path
    from reports.exporting.forms import COPY

    file = FILES[form]
    write = _import_writer(file.writer)
    if file.target == "path":
        assert target, "the command refuses standard output"
        with replaced_path(target, COPY) as path:
            _write_database(write, extract, path, target)
        return
    with open_output(target) as stream:
        if file.target == "bytes" and stream.isatty():
            raise MithaqError("a workbook cannot be shown on a terminal; give a file in place of -")
        write(extract, stream.buffer if file.target == "bytes" else stream)


def _write_database(write: Any, extract: Extract, path: str, target: str) -> None:
    import sqlite3

    try:
        write(extract, path)
    except sqlite3.Error as error:
        is_full = isinstance(error, sqlite3.OperationalError)
        advice = "" if is_full else f"; {SEE_WHETHER_SOUND}"
        raise MithaqError(f"{target} cannot be written: {error}{advice}") from error


def export_folder(extract: Extract, target: Path, form: str, bom: bool, force: bool) -> None:
    """Write a form that is a folder; `bom` starts CSV files with a byte-order mark.

    Raises:
        MithaqError: the target has other files and `force` is not set, or cannot be written.
    """
    from reports.exporting.folder import replace_folder
    from reports.exporting.tables import write_files

    with replace_folder(target, force) as folder:
        if form in TREES:
            _import_writer(TREES[form].writer)(extract, folder)
            return
        suffix, writer, index_file, index_writer = FOLDERS[form]
        write_files(extract, folder, suffix, _import_writer("tables.write_csv_with_mark" if bom else writer))
        if index_file:
            _import_writer(index_writer)(extract, folder / index_file)


def _import_writer(name: str) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(import_module(f"reports.exporting.{module}"), function)
