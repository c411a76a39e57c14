"""Write views as Markdown tables, and a page that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from models.terminal.text import clean_cell
from reports.dictionary import EXPORTED, View
from reports.display.markup import escape_markdown
from reports.display.table import Table
from reports.exporting.extract import Extract


def write_page(view: View, table: Table, stream: TextIO) -> None:
    """Write a heading in both languages and stream the rows."""
    stream.write(f"# {view.title_en} · {view.title_ar}\n\n{view.meaning}\n\n")
    stream.write(format_row(field.name for field in view.fields))
    stream.write(format_row("---:" if field.type in ("integer", "number") else "---" for field in view.fields))
    for row in table.rows:
        stream.write(format_row(map(escape_cell, row)))


def write_index(_extract: Extract, path: Path) -> None:
    """Write the page that lists the views."""
    rows = (
        format_row((f"[{view.name}]({view.name}.md)", view.title_en, view.title_ar, view.meaning)) for view in EXPORTED
    )
    head = format_row(("view", "title", "العنوان", "what it holds")) + format_row(["---"] * 4)
    path.write_text("# Mithaq · ميثاق\n\n" + head + "".join(rows), "utf-8", newline="\n")


def format_row(cells: Iterable[str]) -> str:
    """Format a row of a table."""
    return f"| {' | '.join(cells)} |\n"


def escape_cell(value: Any) -> str:
    """Escape a value for a cell."""
    return "" if value is None else escape_markdown(clean_cell(str(value)))
