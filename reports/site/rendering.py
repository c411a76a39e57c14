"""Renders the templates in one language. Every value is escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.site.cells import Cell, Grid, Number, Piece, texts
from reports.site.words import SEPARATORS, say

TEMPLATES = Path(__file__).parent / "templates"
OTHER = {"en": ("ar", "العربية"), "ar": ("en", "English")}
# Control characters but the tab and the line feed, and code points that are no characters.
NOT_ALLOWED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Names and codes come again and again.
CACHED = 1 << 14


class Renderer:
    """The templates with the words of a language."""

    def __init__(self, language: str) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        other, other_name = OTHER[language]
        self.environment.globals.update(
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            other_language=other,
            other_language_name=other_name,
            lang=mark_language,
            cell=lambda cell: draw_cell(cell, SEPARATORS[language]),
            body=lambda grid, is_list: draw_body(grid, is_list, SEPARATORS[language]),
            piece=draw_piece,
            nums=draw_numbers,
            say=lambda name, *blanks, **named: say(name, language, *blanks, **named),
        )

    def render_part(self, template: str, context: dict[str, Any]) -> Markup:
        """Return a part of pages as HTML."""
        return Markup(self.environment.get_template(f"{template}.html").render(context))

    def render(self, template: str, context: dict[str, Any]) -> bytes:
        """Return a page as UTF-8, without characters that HTML does not allow."""
        source = self.environment.get_template(f"{template}.html").render(context)
        return NOT_ALLOWED.sub("\ufffd", source).encode("utf-8", "replace")


def draw_body(grid: Grid, is_list: bool, separator: str) -> Markup:
    """Return the rows of a table as HTML; in a template, that takes most of the time of a page.

    Rows of a list have the values by which they are sorted, where the texts do not say them.
    """
    return Markup("\n").join(_draw_row(row, is_list, separator) for row in grid.rows)


def _draw_row(row: tuple[Cell, ...], is_list: bool, separator: str) -> Markup:
    first, *others = (_open_cell(cell, is_list) + draw_cell(cell, separator) for cell in row)
    cells = "".join(f"<td{each}</td>" for each in others)
    # Each part is HTML already.
    return Markup(f'<tr><th scope="row"{first}</th>{cells}</tr>')


def _open_cell(cell: Cell, is_list: bool) -> Markup:
    attributes = Markup(' class="num"') if cell.is_number else Markup("")
    if is_list and cell.sort not in ("", texts(cell.pieces)):
        attributes += Markup(' data-s="{}"').format(cell.sort)
    return attributes + Markup(">")


@lru_cache(maxsize=CACHED)
def draw_cell(cell: Cell, separator: str) -> Markup:
    """Return the pieces of a cell as HTML."""
    return Markup(separator).join(map(draw_piece, cell.pieces))


@lru_cache(maxsize=CACHED)
def draw_piece(piece: Piece) -> Markup:
    """Return a text as HTML: with its link, its language, and the numbers of its evidence."""
    attributes = mark_language(piece.language)
    if piece.href:
        text = Markup('<a href="{}"{}>{}</a>').format(piece.href, attributes, piece.text)
    else:
        text = Markup("<bdi{}>{}</bdi>").format(attributes, piece.text)
    return text + draw_numbers(piece.numbers) if piece.numbers else text


def draw_numbers(numbers: tuple[Number, ...]) -> Markup:
    """Return links to evidence as HTML."""
    return Markup("").join(map(_draw_number, numbers))


@lru_cache(maxsize=CACHED)
def _draw_number(number: Number) -> Markup:
    link = Markup(' <a class="n" href="{}" aria-label="{}">{}</a>')
    return link.format(number.href, number.label, number.text)


def mark_language(language: str) -> Markup:
    """Return the attributes of an element whose text is in another language than the page."""
    return (
        Markup(' lang="{0}" dir="{1}"').format(language, "rtl" if language == "ar" else "ltr") if language else Markup()
    )
