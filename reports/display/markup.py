"""Write tables in the markup of other programs, with every text escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby
from operator import itemgetter

from reports.display.cell_text import Wording, alignment
from reports.display.table import Table
from reports.display.text_table import Grid, build_grid

# A `&` only if an entity would begin, a `_` only at the edge of a word: elsewhere both are plain.
MARKDOWN = re.compile(r"[\\|*`<>\[\]~$]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
# Characters that these obey become numeric entities, which they show as the character.
MEDIAWIKI = re.compile(r"[&|<>{}\[\]~]|!!|''+|__+|^[-+*#:;!=]")
JIRA = re.compile(r"[&\\|{}\[\]*_?^~+!#<>]|(?<!\w)-|-(?!\w)|[:;](?=[()DPp])|\((?=[/xyni!+?*-])|^(?:bq|h[1-6])\.")
ASCIIDOC = re.compile(r"[&|{}\[\]*_`#^~+<>\\]|::|--|\.\.\.|->|=>|[\"'](?=`)|\(\(|\((?=(?:C|R|TM)\))")
RST = re.compile(r"[\\*`|_<>]|^[^\w\s]|::|(?<=^\w)[.)]|(?<=^\d)\d*[.)]|^\(?[ivxlcdmIVXLCDM]+[.)]")
# Org has no escape: a space without width behind a marker keeps it from being one.
ORG = re.compile(r"[\\*/_=~+\[\]<>$^{}#]")
ZERO_WIDTH_SPACE = "\u200b"


def draw_markup(table: Table, format: str, wording: Wording) -> str:
    """Return the table in the markup of a format, in parts with a heading where it has sections."""
    write = WRITERS.get(format, _draw_with_tabulate)
    grid = build_grid(table, wording)
    if table.layout == "sections" and grid.rows:
        rest = range(1, len(grid.columns))
        parts = [
            (heading, grid._replace(rows=list(rows)).select(rest))
            for heading, rows in groupby(grid.rows, itemgetter(0))
        ]
    else:
        parts = [("", grid)]
    drawn = [(heading, each.drop_empty() if table.fits else each) for heading, each in parts]
    return write(drawn, format, table.title(wording.lang), wording)


Parts = Iterable[tuple[str, Grid]]


def _draw_with_tabulate(parts: Parts, format: str, _title: str, wording: Wording) -> str:
    return "\n".join(_draw_part(heading, grid, format, wording) for heading, grid in parts)


def _draw_part(heading: str, grid: Grid, format: str, wording: Wording) -> str:
    from reports.display.tabulate_adapter import draw_columns

    # Cells of LaTeX are escaped by tabulate.
    safe = ESCAPES.get(format, str)
    text = draw_columns(
        list(map(safe, grid.headers)),
        [list(map(safe, row)) for row in grid.rows],
        [alignment(column, wording.lang) for column in grid.columns],
        format,
    )
    if format == "mediawiki" and wording.lang == "ar":
        text = text.replace("{|", '{| lang="ar" dir="rtl"', 1)
    return f"{safe(heading)}\n\n{text}" if heading else text


def _draw_rst(parts: Parts, _format: str, _title: str, _wording: Wording) -> str:
    """Draw lists of cells: tables of columns would need widths, which docutils counts in its own way."""
    return "\n".join(_rst_part(heading, grid) for heading, grid in parts)


def _rst_part(heading: str, grid: Grid) -> str:
    head = [f"{escape_rst(heading)}\n"] if heading else []
    lines = [*head, ".. list-table::", "   :header-rows: 1", ""]
    for row in (grid.headers, *grid.rows):
        lines += [f"   {'  ' if place else '* '}- {escape_rst(cell)}".rstrip() for place, cell in enumerate(row)]
    return "\n".join(lines) + "\n"


STYLE = (
    "body{font-family:sans-serif}table{border-collapse:collapse}"
    "th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:start;vertical-align:top}"
    "td.number{text-align:end;font-variant-numeric:tabular-nums}"
)


def _draw_html(parts: Parts, _format: str, title: str, wording: Wording) -> str:
    """Draw a page with its language and direction."""
    language = wording.language
    return "".join(
        [
            f'<!doctype html>\n<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">\n',
            f'<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n',
            f"<body>\n<h1>{escape(title)}</h1>\n",
            *(line for heading, grid in parts for line in _html_part(heading, grid, language)),
            "</body>\n</html>\n",
        ]
    )


def _html_part(heading: str, grid: Grid, language: str) -> Iterator[str]:
    if heading:
        yield f"<h2>{escape(heading)}</h2>\n"
    heads = "".join(f'<th scope="col">{escape(header)}</th>' for header in grid.headers)
    yield f"<table>\n<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n"
    attributes = [_html_attributes(column.language, column.is_number, language) for column in grid.columns]
    for row in grid.rows:
        cells = (f"<td{each}>{escape(cell)}</td>" for each, cell in zip(attributes, row, strict=True))
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _html_attributes(column_language: str | None, is_number: bool, language: str) -> str:
    """Return the attributes of a column's cells: text in another language than the page has its own direction."""
    if is_number:
        return ' class="number"'
    if column_language in (None, language):
        return ' dir="auto"'
    return f' lang="{column_language}" dir="{"rtl" if column_language == "ar" else "ltr"}"'


def escape_markdown(text: str) -> str:
    """Escape the markup of Markdown within a line."""
    return MARKDOWN.sub(r"\\\g<0>", text)


def escape_rst(text: str) -> str:
    """Escape the markup of reStructuredText, within a line and at its beginning."""
    return RST.sub(lambda match: "".join(each if each.isalnum() else f"\\{each}" for each in match[0]), text)


def escape_org(text: str) -> str:
    """Escape the markup of a table of Org."""
    return ORG.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text).replace("|", r"\vert{}")


def _by_entities(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def encode(match: re.Match[str]) -> str:
        return "".join(each if each.isalnum() else f"&#{ord(each)};" for each in match[0])

    return lambda text: pattern.sub(encode, text)


ESCAPES: dict[str, Callable[[str], str]] = {
    "github": escape_markdown,
    "pipe": escape_markdown,
    "mediawiki": _by_entities(MEDIAWIKI),
    "jira": _by_entities(JIRA),
    "asciidoc": _by_entities(ASCIIDOC),
    "orgtbl": escape_org,
}
WRITERS = {"html": _draw_html, "rst": _draw_rst}
