"""Prepare text for a terminal: replace control characters, isolate Arabic, wrap by display width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Patterns that few commands need are compiled when they are used.
# C0, DEL and C1, except line ends and tabs.
CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
# In a cell, line ends become spaces, and directional controls go so that they cannot affect the next cell.
IN_CELL = CONTROLS | {9: " ", 10: " ", 13: " "} | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# Characters that XML does not allow.
NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
ARABIC = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
# Latin, Arabic and their punctuation are one column wide; Arabic marks and directional controls have no width.
WITHOUT_WIDTH = "[\u064b-\u065f\u0670\u200e\u200f\u2066-\u2069]"
COMMON = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u060c\u061b\u061f-\u064a\u064b-\u065f\u0670\u200e\u200f\u2010-\u2027\u2066-\u2069]*"
)
COMMON_CLUSTER = "[^\u064b-\u065f\u0670]?[\u064b-\u065f\u0670]*"
# Characters that join the one before: joiners, variation selectors, skin tones, tags of flags, parts of Hangul.
JOINING = "\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u1160-\u11ff"
JOINER, FLAG_LETTER = "\u200d", "[\U0001f1e6-\U0001f1ff]"
# Words in ASCII with the spaces between them, and a bracket before them that closes among them.
BRACKETS = {")": "(", "]": "["}
LATIN = r"(?:\[(?=[ -~]*\])|\((?=[ -~]*\)))?[0-9A-Za-z][!-~]*(?: [!-~]*[0-9A-Za-z][!-~]*)*"
ELLIPSIS = "…"
# The most lines of a message, and the most characters of one; a path has at most 4,096.
MOST_LINES, LONGEST_LINE = 1000, 5000
# Options are not broken.
BREAKS = r"\s+|\u200e?--\w[\w-]*[^\s\w]*|[^\s\-/:]*[\-/:]+|[^\s\-/:]+"


def replace_controls(text: str) -> str:
    """Replace every control character, so that a terminal does not act on it."""
    return text.translate(CONTROLS)


def bound(message: str) -> str:
    """Return a message without the middle of its longest lines, and of a list of too many.

    The beginning says what is wrong, and the end what to do.
    """
    lines = message.split("\n")
    if len(lines) > MOST_LINES:
        cut = lines[MOST_LINES - 2 : -1]
        lines[MOST_LINES - 2 : -1] = [f"{ELLIPSIS} and {len(cut):,} more"]
    return "\n".join(map(bound_line, lines))


def bound_line(line: str) -> str:
    """Return a line, without its middle if it is too long to read."""
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[: LONGEST_LINE // 2]}{ELLIPSIS}{line[-LONGEST_LINE // 2 :]}"


def clean_cell(text: str) -> str:
    """Clean a text for one line of a cell."""
    return text.translate(IN_CELL)


def isolate(line: str) -> str:
    """Wrap a line with Arabic in U+2068 and U+2069, so that a terminal reorders it separately."""
    return f"\u2068{line}\u2069" if re.search(ARABIC, line) else line


def isolate_parts(line: str) -> str:
    """Isolate a line with Arabic, and the Latin words, IDs and dates in it, which would be read backwards."""
    return isolate(re.sub(LATIN, _isolate_run, line)) if re.search(ARABIC, line) else line


def _isolate_run(found: re.Match[str]) -> str:
    """Isolate Latin words; a closing bracket whose opening one is among Arabic words stays with it."""
    run = found[0]
    while run[-1:] in BRACKETS and run.count(run[-1]) > run.count(BRACKETS[run[-1]]):
        run = run[:-1]
    return f"\u2068{run}\u2069{found[0][len(run) :]}"


def align_right(line: str, width: int) -> list[str]:
    """Wrap a line in Arabic so that it begins at the right of a screen, its indent too."""
    indent = len(line) - len(line.lstrip(" "))
    parts = wrap(line.strip(" "), max(width - indent, 1))
    return [" " * max(width - indent - width_of(part), 0) + isolate_parts(part) for part in parts]


def lines_for_terminal(lines: Iterable[str], width: int, arabic: bool) -> Iterator[str]:
    """Yield lines as a terminal shows them: those of an Arabic text begin at the right."""
    for line in lines:
        yield from align_right(line, width) if arabic else [isolate_parts(line)]


def width_of(text: str) -> int:
    """Return the display width of a text. Imports wcwidth (14 ms) only for uncommon characters."""
    if text.isascii() and text.isprintable():
        return len(text)
    if COMMON.fullmatch(text):
        return len(text) - len(re.findall(WITHOUT_WIDTH, text))
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width`: at spaces, else after a hyphen, slash or colon, else anywhere."""
    if width_of(text) <= width:
        return [text]
    lines, line = [], ""
    for part in re.findall(BREAKS, text):
        if line and width_of((line + part).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        *full, line = _cut(line + part if line else part.lstrip(), width)
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def shorten_pair(old: str, new: str, length: int) -> tuple[str, str]:
    """Shorten two texts to `length` characters each, and cut their common beginning, which does not tell them apart."""
    if max(len(old), len(new)) <= length:
        return old, new
    letters = zip(old, new, strict=False)
    same = next((at for at, (one, other) in enumerate(letters) if one != other), min(len(old), len(new)))
    start = max(0, old.rfind(" ", 0, max(same - length // 4, 0)) + 1)
    return _shorten(old, start, length), _shorten(new, start, length)


def _shorten(text: str, start: int, length: int) -> str:
    rest = f"…{text[start:]}" if start else text
    return rest if len(rest) <= length else f"{rest[: length - 1]}…"


def shorten(text: str, width: int) -> str:
    """Return the text, or as much of it as fits with an ellipsis at the end."""
    if width_of(text) <= width:
        return text
    kept, taken = "", 0
    for cluster in split_graphemes(text):
        taken += width_of(cluster)
        if taken > width - 1:
            break
        kept += cluster
    return kept.rstrip(" ,;:-–،؛") + ELLIPSIS


def split_graphemes(text: str) -> Iterator[str]:
    """Yield the clusters that a reader sees as one character: a letter with its marks, a flag, a compound emoji."""
    if COMMON.fullmatch(text):
        yield from filter(None, re.findall(COMMON_CLUSTER, text))
        return
    cluster = ""
    for character in text:
        if cluster and not _belongs_to(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    yield cluster


def _belongs_to(cluster: str, character: str) -> bool:
    """Return whether a character continues the cluster before it."""
    from unicodedata import category

    if cluster.endswith(JOINER) or re.match(f"[{JOINING}]", character) or category(character).startswith("M"):
        return True
    return bool(re.fullmatch(FLAG_LETTER, cluster) and re.match(FLAG_LETTER, character))


def _cut(text: str, width: int) -> list[str]:
    """Cut a text into pieces of at most `width`, between what a reader sees as characters."""
    if width_of(text) <= width:
        return [text]
    pieces, piece = [], ""
    for cluster in split_graphemes(text):
        if piece and width_of((piece + cluster).rstrip()) > width:
            pieces.append(piece)
            piece = ""
        piece += cluster
    return [*pieces, piece]
