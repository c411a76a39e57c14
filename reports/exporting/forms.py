"""The forms of an export: their names, their endings, and the functions that write them, by name."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Folder(NamedTuple):
    """A form that is a folder: a file with this suffix for each view, and optionally an index."""

    suffix: str
    writer: str
    index_file: str = ""
    index_writer: str = ""


class Tree(NamedTuple):
    """A form that is a folder with folders in it, written by one function."""

    writer: str


class File(NamedTuple):
    """A form that is a file, with its ending; it is written as text or bytes to a stream, or to a path."""

    ending: str
    writer: str
    target: Literal["text", "bytes", "path"] = "text"


# The application number in the header of a SQLite copy; only a file that has it is replaced by another copy.
COPY = b"MITC"
# The writers are functions of the modules beside this one.
FOLDERS = {
    "csv": Folder("csv", "tables.write_csv"),
    "jsonl": Folder("jsonl", "tables.write_jsonl"),
    "datapackage": Folder("csv", "tables.write_exact_csv", "datapackage.json", "datapackage.write_descriptor"),
    "markdown": Folder("md", "markdown.write_page", "index.md", "markdown.write_index"),
    "html": Folder("html", "html_pages.write_page", "index.html", "html_pages.write_index"),
}
TREES = {
    "parquet": Tree("parquet.write_folder"),
    "datasette": Tree("datasette.configuration.write_folder"),
}
FILES = {
    "xlsx": File(".xlsx", "workbook.write_workbook", "bytes"),
    "sqlite": File(".sqlite", "contract_copy.write_copy", "path"),
    "graphml": File(".graphml", "graphfiles.write_graphml"),
    "gexf": File(".gexf", "graphfiles.write_gexf"),
    "dot": File(".dot", "graphfiles.write_dot"),
    "annotations": File(".jsonl", "web_annotations.write_annotations"),
}
# The form that a target's ending means.
ENDINGS = {"": "csv"} | {file.ending: name for name, file in FILES.items()}
# Files that standard output takes, and forms that have the sentences of attached texts.
STREAMED = [name for name, file in FILES.items() if file.target != "path"]
QUOTING = (*FOLDERS, "parquet", "xlsx", "annotations")
# Forms in one language.
IN_LANGUAGE = ("xlsx",)
# What the help says of each form, under heads; forms of one kind share a line.
HELP: dict[str, dict[tuple[str, ...], str]] = {
    "TARGET is a directory with one file for each view:": {
        ("csv",): "for spreadsheets; an apostrophe before a text keeps it from running as a formula",
        ("jsonl",): "one object per line; lists are arrays",
        ("datapackage",): "exact CSV with types, meanings and keys (Frictionless)",
        ("markdown",): "tables",
        ("html",): "self-contained pages",
        ("parquet",): "typed columns, a folder for each collection",
    },
    "or with files to publish:": {
        ("site",): "pages in English and Arabic, with the evidence behind each value",
        ("datasette",): "metadata, plugin and style sheet with which Datasette shows the database",
    },
    "or a file, or - for standard output:": {
        ("xlsx",): "a sheet for each view, with labels beside codes; from right to left in Arabic",
        ("sqlite",): "the views as tables, without article texts, to publish (.sqlite)",
        ("graphml", "gexf", "dot"): "parties, their countries, and what they take part in, as a graph",
        ("annotations",): "citations as W3C Web Annotations (.jsonl)",
    },
}


def list_forms() -> str:
    """Return the forms under their heads, a line each."""
    lines: list[str] = []
    for head, forms in HELP.items():
        width = max(len(", ".join(names)) for names in forms)
        lines += [head, *(f"  {', '.join(names):{width}}  {line}" for names, line in forms.items())]
    return "\n".join(lines)
