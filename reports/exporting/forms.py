"""The forms of an export: what writes each, to a file or to a folder. `commands` names them without importing them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from models.storage.database import Reader
from reports.display.destination import destination
from reports.exporting import datapackage, graphfiles, markdown, markdown_pages, tables, web_annotations
from reports.exporting.folder import new_folder
from reports.exporting.graph import Graph, read_graph


class Folder(NamedTuple):
    """A form that is a folder: a file for each view, and what describes them."""

    suffix: str
    write: tables.Writer
    finish: Callable[[Reader, Path], None] = lambda _reader, _folder: None


def _of_graph(write: Callable[[Graph, TextIO], None]) -> Callable[[Reader, TextIO], None]:
    return lambda reader, stream: write(read_graph(reader), stream)


FOLDERS = {
    "csv": Folder("csv", tables.write_csv),
    "jsonl": Folder("jsonl", tables.write_jsonl),
    "datapackage": Folder("csv", tables.write_exact_csv, datapackage.write_descriptor),
    "markdown": Folder("md", markdown.write_page, lambda _, folder: markdown.write_index(folder)),
    "html": Folder("html", markdown_pages.write_page, lambda _, folder: markdown_pages.write_index(folder)),
}
FILES: dict[str, Callable[[Reader, TextIO], None]] = {
    "graphml": _of_graph(graphfiles.write_graphml),
    "gexf": _of_graph(graphfiles.write_gexf),
    "dot": _of_graph(graphfiles.write_dot),
    "annotations": web_annotations.write_annotations,
}


def export_file(reader: Reader, target: str | None, form: str) -> None:
    """Write a form that is a file, to standard output where there is no target."""
    with destination(target) as stream:
        FILES[form](reader, stream)


def export_folder(reader: Reader, target: Path, form: str, bom: bool, force: bool) -> None:
    """Write a form that is a folder, its CSV with a byte-order mark if that is wanted."""
    suffix, write, finish = FOLDERS[form]
    with new_folder(target, force) as folder:
        tables.write_files(reader, folder, suffix, tables.write_csv_with_mark if bom else write)
        finish(reader, folder)
