"""Render the templates in one language. Every value is escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.site.cells import CACHED, Cell, Grid, Number, Piece, texts
from reports.site.words import SEPARATORS, say

TEMPLATES = Path(__file__).parent / "templates"
OTHER = {"en": ("ar", "العربية"), "ar": ("en", "English")}
# Control characters but the tab and the line feed, and code points that are no characters.
NOT_ALLOWED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


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

    Rows of a list carry the values by which they are sorted, if these differ from the texts.
    """
    return Markup("\n".join(_draw_row(row, is_list, separator) for row in grid.rows))


# The parts that the functions below put together are HTML already; each text is escaped where it comes in.


def _draw_row(row: tuple[Cell, ...], is_list: bool, separator: str) -> str:
    first, *others = (f"{_open_cell(cell, is_list)}{draw_cell(cell, separator)}" for cell in row)
    cells = "".join(f"<td{each}</td>" for each in others)
    return f'<tr><th scope="row"{first}</th>{cells}</tr>'


def _open_cell(cell: Cell, is_list: bool) -> str:
    attributes = ' class="num"' if cell.is_number else ""
    if is_list and cell.sort not in ("", texts(cell.pieces)):
        attributes += f' data-s="{escape(cell.sort)}"'
    return f"{attributes}>"


@lru_cache(maxsize=CACHED)
def draw_cell(cell: Cell, separator: str) -> Markup:
    """Return the pieces of a cell as HTML."""
    return Markup(separator.join(map(draw_piece, cell.pieces)))


@lru_cache(maxsize=CACHED)
def draw_piece(piece: Piece) -> Markup:
    """Return a text as HTML: with its link, its language, and the numbers of its evidence."""
    attributes = mark_language(piece.language)
    if piece.href:
        text = f'<a href="{escape(piece.href)}"{attributes}>{escape(piece.text)}</a>'
    else:
        text = f"<bdi{attributes}>{escape(piece.text)}</bdi>"
    return Markup(f"{text}{draw_numbers(piece.numbers)}")


def draw_numbers(numbers: tuple[Number, ...]) -> Markup:
    """Return links to evidence as HTML."""
    return Markup("".join(map(_draw_number, numbers)))


@lru_cache(maxsize=CACHED)
def _draw_number(number: Number) -> str:
    name = f'href="{escape(number.href)}" aria-label="{escape(number.label)}"'
    return f' <a class="n" {name}>{escape(number.text)}</a>'


def mark_language(language: str) -> Markup:
    """Return the attributes of an element whose text is in another language than the page."""
    return (
        Markup(' lang="{0}" dir="{1}"').format(language, "rtl" if language == "ar" else "ltr") if language else Markup()
    )
