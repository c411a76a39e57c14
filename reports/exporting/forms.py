"""The writers of each export form, for files and folders. `commands` names the forms without importing this module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from models.storage.database import Reader
from reports.display.destination import open_output
from reports.exporting import datapackage, graphfiles, markdown, markdown_pages, tables, web_annotations
from reports.exporting.folder import replace_folder
from reports.exporting.graph import Graph, read_graph


class Folder(NamedTuple):
    """A form that is a folder: the ending and writer of each view's file, and a function that adds an index."""

    suffix: str
    write: tables.Writer
    finish: Callable[[Reader, Path], None] = lambda _reader, _folder: None


def _graph_writer(write: Callable[[Graph, TextIO], None]) -> Callable[[Reader, TextIO], None]:
    return lambda reader, stream: write(read_graph(reader), stream)


FOLDERS = {
    "csv": Folder("csv", tables.write_csv),
    "jsonl": Folder("jsonl", tables.write_jsonl),
    "datapackage": Folder("csv", tables.write_exact_csv, datapackage.write_descriptor),
    "markdown": Folder("md", markdown.write_page, lambda _, folder: markdown.write_index(folder)),
    "html": Folder("html", markdown_pages.write_page, lambda _, folder: markdown_pages.write_index(folder)),
}
FILES: dict[str, Callable[[Reader, TextIO], None]] = {
    "graphml": _graph_writer(graphfiles.write_graphml),
    "gexf": _graph_writer(graphfiles.write_gexf),
    "dot": _graph_writer(graphfiles.write_dot),
    "annotations": web_annotations.write_annotations,
}


def export_file(reader: Reader, target: str | None, form: str) -> None:
    """Write a form that is a file, to standard output if there is no target."""
    with open_output(target) as stream:
        FILES[form](reader, stream)


def export_folder(reader: Reader, target: Path, form: str, bom: bool, force: bool) -> None:
    """Write a form that is a folder, with `bom` as CSV with a byte-order mark."""
    suffix, write, finish = FOLDERS[form]
    with replace_folder(target, force) as folder:
        tables.write_files(reader, folder, suffix, tables.write_csv_with_mark if bom else write)
        finish(reader, folder)
