"""Lists and passages, which are cut to a width in special ways.

A list is sorted by the names that are shown, and cut with the number of the rest; a passage is cut around a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from models.terminal.text import ELLIPSIS, shorten, width_of, wrap
from reports.display.collation import collate
from reports.display.translations import translate

# Elements of a list that is not fitted to one line: a treaty may have hundreds of parties.
MOST = 12
# The mark before the name of a record of which a source gives a variant.
MARK = "* "


class ListCell(str):
    """The text of a list, which knows its elements and language."""

    elements: tuple[str, ...]
    language: str

    def __new__(cls, elements: Iterable[str], language: str) -> ListCell:
        ordered = sorted(elements, key=sort_key)
        made = super().__new__(cls, _join(ordered, language))
        made.elements, made.language = tuple(ordered), language
        return made

    def cut(self, count: int) -> str:
        """Return the first elements and the number of the rest: "A; B; C and 37 more"."""
        rest = len(self.elements) - count
        if rest <= 0:
            return self
        shown = _join(self.elements[:count], self.language)
        return translate("remark", "and_more", self.language).format(shown, rest)


class Passage(str):
    """A text of words separated by single spaces, with the word that was searched for."""

    word: int

    def __new__(cls, text: str, word: int) -> Passage:
        made = super().__new__(cls, text)
        made.word = word
        return made

    def cut(self, width: int) -> str:
        """Return as much of the text as fits, with the word in the first two thirds if anything is before it."""
        words = self.split(" ")
        for first in range(self.word + 1):
            before = f"{ELLIPSIS} " if first else ""
            if width_of(before + " ".join(words[first : self.word + 1])) <= width * 2 // 3:
                break
        return shorten(before + " ".join(words[first:]), width)


def sort_key(name: str) -> tuple[bool, str]:
    """Return the key that sorts names for readers; names in brackets, of the other language, come last."""
    plain = name.removeprefix(MARK)
    return plain.startswith("["), collate(plain)


def fit_cell(cell: str, width: int) -> str:
    """Return a cell in one line of at most `width`; a list names as many elements as fit."""
    if isinstance(cell, Passage) and width_of(cell) > width:
        return cell.cut(width)
    if not isinstance(cell, ListCell) or width_of(cell) <= width or len(cell.elements) < 2:
        return shorten(cell, width)
    for count in range(min(len(cell.elements) - 1, width), 0, -1):
        if width_of(text := cell.cut(count)) <= width:
            return text
    rest = f" +{len(cell.elements) - 1}"
    return shorten(cell.elements[0], max(width - len(rest), 1)) + rest


def fit_names(names: Sequence[str], width: int) -> list[str]:
    """Return names in one line each; those that would look the same are shortened before the words that differ."""
    fitted = {name: fit_cell(name, width) for name in names}
    groups = _alike(fitted)
    while groups:
        group = groups.pop()
        again = _shorten_in_the_middle(group, width)
        fitted |= again
        groups += [part for part in _alike(again) if len(part) < len(group)]
    return [fitted[name] for name in names]


def _alike(fitted: Mapping[str, str]) -> list[list[str]]:
    """Return the groups of several names that look the same."""
    groups: dict[str, list[str]] = {}
    for name, text in fitted.items():
        groups.setdefault(text, []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _shorten_in_the_middle(names: Sequence[str], width: int) -> dict[str, str]:
    """Shorten names before the first word that they do not have in common."""
    common = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    start = "".join(letters[0] for letters in common).rfind(" ") + 1
    head = shorten(names[0][:start], width // 2).rstrip()
    return {name: shorten(f"{head} {name[start:]}".lstrip(), width) for name in names}


def wrap_cell(cell: str, width: int) -> str:
    """Return a cell in lines of at most `width`; for a long list, the first elements."""
    return "\n".join(wrap(cap_cell(cell), width))


def wrap_short(cell: str, width: int, most: int) -> str:
    """Return a cell in up to `most` lines, the last of them shortened."""
    lines = wrap(cell, width)
    rest = [shorten(" ".join(lines[most - 1 :]), width)] if len(lines) > most else lines[most - 1 :]
    return "\n".join([*lines[: most - 1], *rest])


def cap_cell(cell: str) -> str:
    """Return a cell; for a long list, the first elements and the number of the rest."""
    return cell.cut(MOST) if isinstance(cell, ListCell) else cell


def _join(elements: Iterable[str], language: str) -> str:
    return ("؛ " if language == "ar" else "; ").join(elements)
