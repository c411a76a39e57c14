"""Draw SVG: boxes, lines and texts at places that count from the side where the language begins."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from models.terminal.text import NOT_IN_XML, clean_cell

INK, QUIET, LINE, SOFT, PAPER = "#16232b", "#4f616b", "#d9e1e4", "#f0f4f5", "#ffffff"
LINK = DONE = "#0b4f6c"
FONTS = "Noto Sans, Noto Sans Arabic, Segoe UI, Tahoma, DejaVu Sans, Arial, sans-serif"
SIZE = 13.0
# Between parts of a text; other blanks at the ends of parts are lost.
DASH, DOT = "\u00a0–\u00a0", "\u00a0·\u00a0"
# A text keeps its own direction between other texts.
ISOLATED = "\u2068{}\u2069"
# Widths of characters in ems, rather too wide than too narrow.
NARROW = frozenset("iljtfrI.,:;'|!()[]· -\u00a0اأإآلرزودذىيبتثنء")
WIDE = frozenset("mwMWسشصض@%")


class Part(NamedTuple):
    """A piece of a text, with the address that it leads to, if any."""

    text: str
    href: str = ""
    quiet: bool = False


class Picture:
    """A picture that is drawn from the side where the language begins: from the right in Arabic.

    Boxes and texts may be added in any order; the last are above the others. `width` and `height` grow with what is
    drawn.
    """

    def __init__(self, language: str, title: str) -> None:
        self.language = language
        self.title = title
        self.width = 0.0
        self.height = 0.0
        self.linked = False
        self._items: list[Callable[[], str]] = []

    @property
    def mirrored(self) -> bool:
        return self.language == "ar"

    def box(self, x: float, y: float, width: float, height: float, fill: str, name: str, hint: str = "") -> None:
        """Draw a filled box; `name` is its class, `hint` its tooltip."""
        self._grow(x + width, y + height)
        rest = f'rx="2" class="{name}" fill="{fill}"'
        self._items.append(lambda: self._rectangle(x, y, width, height, rest, hint))

    def outline(self, x: float, y: float, width: float, height: float, stroke: str, name: str, hint: str = "") -> None:
        """Draw a dashed outline, for plans."""
        self._grow(x + width, y + height)
        rest = f'rx="2" class="{name}" fill="none" stroke="{stroke}" stroke-width="1.5" stroke-dasharray="4 3"'
        self._items.append(lambda: self._rectangle(x + 0.75, y + 0.75, width - 1.5, height - 1.5, rest, hint))

    def line(self, x: float, y: float, x2: float, y2: float) -> None:
        self._grow(max(x, x2), max(y, y2))
        self._items.append(
            lambda: f'<path d="M{self._x(x)} {_n(y)}L{self._x(x2)} {_n(y2)}" class="line" stroke="{LINE}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        parts: Sequence[Part],
        *,
        anchor: str = "start",
        size: float = SIZE,
        fill: str = INK,
        name: str = "ink",
        slanted: bool = False,
        hint: str = "",
        halo: bool = False,
    ) -> None:
        """Draw a text on the line `y`. A slanted one climbs; one with a halo is legible above lines."""
        width = sum(width_of(part.text, size) for part in parts)
        self._grow(x + (width if anchor == "start" and not slanted else 0), y + size / 3)
        self.linked = self.linked or any(part.href for part in parts)
        attributes = f'font-size="{_n(size)}" class="{name}" fill="{fill}"'
        attributes += f' text-anchor="{anchor}"' if anchor != "start" else ""
        if halo:
            attributes += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        content = _hint(hint) + "".join(map(_format_part, parts))

        def draw() -> str:
            turned = f' transform="rotate({40 if self.mirrored else -40} {self._x(x)} {_n(y)})"' if slanted else ""
            return f'<text x="{self._x(x)}" y="{_n(y)}" {attributes}{turned}>{content}</text>'

        self._items.append(draw)

    def reach(self, width: float) -> None:
        """Make the picture at least this wide."""
        self.width = max(self.width, width)

    def render(self, standalone: bool = True) -> str:
        """Return the picture as SVG; one that does not stand alone leaves the paper to its page."""
        self.width, self.height = self.width + 8, self.height + 8
        size = f'width="{_n(self.width)}" height="{_n(self.height)}" viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        # For screen readers, a picture with links is not a single image.
        role = "group" if self.linked else "img"
        direction = ' direction="rtl"' if self.mirrored else ""
        paper = f'<rect width="100%" height="100%" class="paper" fill="{PAPER}"/>\n' if standalone else ""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" {size} role="{role}" lang="{self.language}"'
            f' aria-label="{_escape(self.title)}" font-family="{FONTS}"{direction}>\n'
        )
        title = f"<title>{_escape(self.title)}</title>\n" if standalone else ""
        return head + title + paper + "\n".join(item() for item in self._items) + "\n</svg>\n"

    def _x(self, x: float) -> str:
        return _n(self.width - x if self.mirrored else x)

    def _rectangle(self, x: float, y: float, width: float, height: float, rest: str, hint: str) -> str:
        place = self._x(x + width if self.mirrored else x)
        shape = f'<rect x="{place}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" {rest}'
        return f"{shape}>{_hint(hint)}</rect>" if hint else f"{shape}/>"

    def _grow(self, x: float, y: float) -> None:
        self.width, self.height = max(self.width, x), max(self.height, y)


@lru_cache(maxsize=1 << 14)
def width_of(text: str, size: float = SIZE) -> float:
    """Estimate the width of a text, rather too wide than too narrow."""
    return sum(map(_ems, text)) * size


def shorten_to(text: str, width: float, size: float = SIZE) -> str:
    """Return the text, cut with an ellipsis where it is wider."""
    if width_of(text, size) <= width:
        return text
    kept = text
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    while kept and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap_to(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines at its blanks."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def widest(texts: Iterable[str], size: float = SIZE) -> float:
    return max((width_of(text, size) for text in texts), default=0.0)


@cache
def _ems(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in NARROW:
        return 0.38
    if character in WIDE:
        return 0.92
    if unicodedata.bidirectional(character) == "AL":
        return 0.62
    return 0.68 if character.isupper() else 0.57


def _escape(text: str) -> str:
    return escape(clean_cell(text).translate(NOT_IN_XML))


def _format_part(part: Part) -> str:
    text = ISOLATED.format(_escape(part.text))
    if part.href:
        return f'<a href="{_escape(part.href)}"><tspan class="link" fill="{LINK}">{text}</tspan></a>'
    return f'<tspan class="quiet" fill="{QUIET}">{text}</tspan>' if part.quiet else text


def _hint(text: str) -> str:
    return f"<title>{_escape(text)}</title>" if text else ""


def _n(number: float) -> str:
    """Format a number with at most one digit after the point."""
    return f"{number:.1f}".removesuffix(".0")
