"""The formats of tables by name, and the format that the ending of a file means. Imports nothing that draws."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

# Codes and typed values in both languages, for programs.
DATA = ("csv", "tsv", "json", "jsonl")
# Labels, for other programs to typeset: the same on a terminal and in a pipe.
MARKUP = (
    "github",
    "pipe",
    "html",
    "latex",
    "latex_booktabs",
    "latex_longtable",
    "mediawiki",
    "rst",
    "orgtbl",
    "jira",
    "asciidoc",
)
WORKBOOK = "xlsx"
# A picture, of the reports that have one.
PICTURE = "svg"
PICTURED = ("matrix", "timeline", "sectors", "pairs", "agreements")
# Labels, for people: fitted to a terminal.
DRAWN = ("simple", "plain", "grid", "outline", "rounded_grid", "rounded_outline", "psql")
FORMATS = (*DRAWN, *DATA, WORKBOOK, *MARKUP)
# The formats that an ending can mean; the first is taken if no format is given.
ENDINGS: dict[str, tuple[str, ...]] = {
    ".csv": ("csv",),
    ".tsv": ("tsv",),
    ".json": ("json",),
    ".jsonl": ("jsonl",),
    ".md": ("github", "pipe"),
    ".html": ("html",),
    ".xlsx": (WORKBOOK,),
    ".txt": DRAWN,
}
ENDINGS_OF_PICTURED = {**ENDINGS, ".svg": (PICTURE,)}
# The same for a page: a record, a country, a pair or a sector.
PAGE_ENDINGS: dict[str, tuple[str, ...]] = {".txt": ("text",), ".md": ("markdown",), ".json": ("json",)}
PAGE_FORMATS = ("text", "markdown", "json")
# Markdown has a name for tables, one for pages, and that of the ending: all are accepted for either.
MARKDOWN = ("github", "markdown", "md")
STANDARD_OUTPUT = "-"


def resolve_format(name: str, known: Collection[str]) -> str:
    """Return the known format that a name means; another name as it is."""
    return next((each for each in MARKDOWN if each in known), name) if name in MARKDOWN else name


def choose_format(
    format: str | None, output: str | None, endings: Mapping[str, tuple[str, ...]] = ENDINGS, default: str = DRAWN[0]
) -> str:
    """Return the given format, else the one that the ending of the output means, else the default.

    Raises:
        ValueError: the ending is unknown and no format is given, or the two contradict each other.
    """
    # A letter before it, since the whole name of a file such as `.csv` is no ending otherwise.
    name = "" if output in (None, STANDARD_OUTPUT) else os.path.basename(str(output))
    ending = os.path.splitext(f"a{name}")[1].lower()
    meant = endings.get(ending)
    if format and meant and format not in meant:
        raise ValueError(f"{output} would hold {format}; leave out --format, or give a file another ending")
    if format or meant:
        return format or (meant or (default,))[0]
    if ending:
        raise ValueError(
            f"no format has the ending {ending}; use {', '.join(endings)}, or name the format with --format"
        )
    return default
