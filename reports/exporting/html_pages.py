"""Write views as self-contained HTML pages with languages, directions, and links between keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, TextIO

from models.terminal.text import replace_controls
from reports.dictionary import EXPORTED, Field, View
from reports.display.table import Table
from reports.exporting.extract import Extract

STYLE = """
body{font-family:"Noto Sans","Noto Sans Arabic",Arial,Tahoma,sans-serif;margin:1rem;line-height:1.5}
table{border-collapse:collapse}
th{position:sticky;top:0;background:#eee;text-align:start}
th,td{border:1px solid #ccc;padding:.25rem .5rem;vertical-align:top;max-width:40ch}
[lang=ar]{font-family:"Noto Sans Arabic","Noto Naskh Arabic",Arial,Tahoma,sans-serif;line-height:1.8}
td[lang]{min-width:18ch}
td.day{white-space:nowrap}
td.number{text-align:end;font-variant-numeric:tabular-nums}
"""
KEYS = {view.name: view.key[0] for view in EXPORTED if len(view.key) == 1}


def write_page(view: View, table: Table, stream: TextIO) -> None:
    """Write the page of a view, row by row."""
    stream.write(_format_head(view.title_en, view.title_ar))
    stream.write(f'<p><a href="index.html">Mithaq</a> · <code>{view.name}</code> · {escape(view.meaning)}</p>\n')
    headers = "".join(f'<th scope="col" title="{escape(each.meaning)}">{each.name}</th>' for each in view.fields)
    stream.write(f"<table>\n<thead><tr>{headers}</tr></thead>\n<tbody>\n")
    for row in table.rows:
        stream.write(f"<tr>{''.join(_format_cells(view, row))}</tr>\n")
    stream.write("</tbody>\n</table>\n</body>\n</html>\n")


def write_index(_extract: Extract, path: Path) -> None:
    """Write the page that lists the views."""
    items = (
        f'<li><a href="{view.name}.html">{view.title_en}</a> <span lang="ar" dir="rtl">{view.title_ar}</span>:'
        f" {escape(view.meaning)}</li>\n"
        for view in EXPORTED
    )
    page = _format_head("Mithaq", "ميثاق") + f"<ul>\n{''.join(items)}</ul>\n</body>\n</html>\n"
    path.write_text(page, "utf-8", newline="\n")


def _format_head(title_en: str, title_ar: str) -> str:
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title_en} · {title_ar}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{title_en} <span lang="ar" dir="rtl">{title_ar}</span></h1>\n'
    )


def _format_cells(view: View, row: Sequence[Any]) -> Iterator[str]:
    for field, value in zip(view.fields, row, strict=True):
        text = "" if value is None else escape(replace_controls(str(value)))
        anchor = f' id="{text}"' if KEYS.get(view.name) == field.name else ""
        yield f"<td{anchor}{_attributes(field)}>{_link(field, text)}</td>"


def _attributes(field: Field) -> str:
    """Return a cell's attributes: numbers align right, dates do not wrap, text has its language and direction."""
    if field.type in ("integer", "number"):
        return ' class="number"'
    if field.type in ("date", "day"):
        return ' class="day"'
    if field.language:
        return f' lang="{field.language}" dir="{"rtl" if field.language == "ar" else "ltr"}"'
    return ' dir="auto"' if field.type == "text" else ""


def _link(field: Field, text: str) -> str:
    """Return the text, linked if another page has a row with this key."""
    view, column = field.reference or ("", "")
    return f'<a href="{view}.html#{text}">{text}</a>' if text and KEYS.get(view) == column else text
