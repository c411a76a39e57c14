"""Text made fit for a terminal: controls replaced, Arabic isolated, lines wrapped at the width they really take."""

from __future__ import annotations

import re

# C0, DEL and C1; line ends and tabs are layout, not commands.
CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
# In a cell a line end is a space, and a direction that the text opens must not outlive it.
IN_CELL = CONTROLS | {9: " ", 10: " ", 13: " "} | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Latin, Arabic and their punctuation take one column each, Arabic marks and the controls of direction none.
WITHOUT_WIDTH = re.compile("[\u064b-\u065f\u0670\u200e\u200f\u2066-\u2069]")
COMMON = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u060c\u061b\u061f-\u064a\u064b-\u065f\u0670\u200e\u200f\u2010-\u2027\u2066-\u2069]*"
)
BREAKS = re.compile(r"\s+|[^\s\-/:]*[\-/:]+|[^\s\-/:]+")


def without_controls(text: str) -> str:
    """Text whose every control character is replaced, so that no terminal obeys it."""
    return text.translate(CONTROLS)


def clean_cell(text: str) -> str:
    """Text for one line of a cell."""
    return text.translate(IN_CELL)


def isolate(line: str) -> str:
    """A line with Arabic in it between U+2068 and U+2069: terminals that reorder then reorder it by itself."""
    return f"\u2068{line}\u2069" if ARABIC.search(line) else line


def width_of(text: str) -> int:
    """The columns of a terminal that a text takes: wcwidth's answer, without its 14 ms of import for common text."""
    if COMMON.fullmatch(text):
        return len(text) - len(WITHOUT_WIDTH.findall(text))
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def wrap(text: str, width: int) -> list[str]:
    """Lines no wider than `width`, broken at spaces, else after a hyphen, slash or colon, else anywhere."""
    if width_of(text) <= width:
        return [text]
    lines, line = [], ""
    for part in BREAKS.findall(text):
        if line and width_of((line + part).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        *full, line = _pieces(line + part if line else part.lstrip(), width)
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str, width: int) -> list[str]:
    """A text cut where it reaches the width, marks kept with their letters."""
    pieces, piece = [], ""
    for character in text:
        if piece and width_of((piece + character).rstrip()) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
