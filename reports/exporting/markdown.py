"""Views as Markdown tables, and the page that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from reports.dictionary import EXPORTED, View
from reports.display.table import Table
from reports.display.terminal_text import clean_cell

# What Markdown would obey inside a cell.
SPECIAL = re.compile(r"[\\|*`<\[\]]")


def write_page(view: View, table: Table, stream: TextIO) -> None:
    """A heading in both languages, and the rows as they come."""
    stream.write(f"# {view.title_en} · {view.title_ar}\n\n{view.meaning}\n\n")
    stream.write(line(field.name for field in view.fields))
    stream.write(line("---:" if field.type in ("integer", "number") else "---" for field in view.fields))
    for row in table.rows:
        stream.write(line(map(cell, row)))


def write_index(folder: Path) -> None:
    rows = (line((f"[{view.name}]({view.name}.md)", view.title_en, view.title_ar, view.meaning)) for view in EXPORTED)
    head = line(("view", "title", "العنوان", "what it holds")) + line(["---"] * 4)
    (folder / "index.md").write_text("# Mithaq · ميثاق\n\n" + head + "".join(rows), "utf-8", newline="\n")


def line(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |\n"


def cell(value: Any) -> str:
    """A value that stays within its cell and means nothing to Markdown."""
    return "" if value is None else SPECIAL.sub(r"\\\g<0>", clean_cell(str(value)))
