"""Writes an export in any of its forms. The module of a form is imported when it is written."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reports.exporting.forms import FILES, FOLDERS

if TYPE_CHECKING:
    from pathlib import Path

    from models.storage.database import Reader


def export_file(reader: Reader, target: str | None, form: str) -> None:
    """Write a form that is a file, to standard output if there is no target."""
    from reports.display.destination import open_output

    with open_output(target) as stream:
        _import_writer(FILES[form].writer)(reader, stream)


def export_folder(reader: Reader, target: Path, form: str, bom: bool, force: bool) -> None:
    """Write a form that is a folder; `bom` starts CSV files with a byte-order mark.

    Raises:
        MithaqError: the target has other files and `force` is not set, or cannot be written.
    """
    from reports.exporting.folder import replace_folder
    from reports.exporting.tables import write_files

    suffix, writer, index_file, index_writer = FOLDERS[form]
    with replace_folder(target, force) as folder:
        write_files(reader, folder, suffix, _import_writer("tables.write_csv_with_mark" if bom else writer))
        if index_file:
            _import_writer(index_writer)(reader, folder / index_file)


def _import_writer(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(import_module(f"reports.exporting.{module}"), function)
