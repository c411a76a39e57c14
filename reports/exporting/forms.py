"""The forms of an export: their names, endings and files, and the functions that write them, imported when called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from models.storage.database import Reader


class Folder(NamedTuple):
    """A form that is a folder: a file with this suffix for each view, and optionally an index."""

    suffix: str
    writer: str
    index_file: str = ""
    index_writer: str = ""


class File(NamedTuple):
    """A form that is a file, with its ending."""

    ending: str
    writer: str


# The writers are functions of the modules beside this one.
FOLDERS = {
    "csv": Folder("csv", "tables.write_csv"),
    "jsonl": Folder("jsonl", "tables.write_jsonl"),
    "datapackage": Folder("csv", "tables.write_exact_csv", "datapackage.json", "datapackage.write_descriptor"),
    "markdown": Folder("md", "markdown.write_page", "index.md", "markdown.write_index"),
    "html": Folder("html", "markdown_pages.write_page", "index.html", "markdown_pages.write_index"),
}
FILES = {
    "graphml": File(".graphml", "graphfiles.write_graphml"),
    "gexf": File(".gexf", "graphfiles.write_gexf"),
    "dot": File(".dot", "graphfiles.write_dot"),
    "annotations": File(".jsonl", "web_annotations.write_annotations"),
}
# The form that a target's ending means.
ENDINGS = {"": "csv"} | {file.ending: name for name, file in FILES.items()}


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
