"""The usual forms of a text: invisible differences that editors, browsers and operating systems make."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from itertools import combinations
from typing import NamedTuple

from models.normalizing import normalize
from seeds.texts.article_text import BYTE_ORDER_MARK, Text

# Looked for only where blanks begin: else a long row of blanks inside a line would be gone through from each of them.
BLANKS_AT_LINE_ENDS = re.compile("(?<![ \t\u00a0\u202f])[ \t\u00a0\u202f]+(?=\n|\\Z)")
BLANKS_AT_BEGINNING = "\n\t \u00a0\u202f"
# Soft hyphens, marks of direction, joiners and spaces without width, as pages of the web have them.
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
NO_BREAK_SPACES = str.maketrans("\u00a0\u202f\u2007", "   ")
# As word processors write a line feed within a paragraph, or a page break.
LINE_ENDS = re.compile("[\u2028\u2029\u0085\v\f]")
MOST = 4


class Form(NamedTuple):
    """A change of form, and how a message names its result."""

    name: str
    apply: Callable[[str], str]


FORMS = (
    Form("without byte-order marks", lambda text: text.replace(BYTE_ORDER_MARK, "")),
    Form("without invisible characters", lambda text: INVISIBLE.sub("", text)),
    Form("with line feeds for other line ends", lambda text: LINE_ENDS.sub("\n", text)),
    Form("with plain spaces for no-break spaces", lambda text: text.translate(NO_BREAK_SPACES)),
    Form("with composed letters (NFC)", lambda text: normalize("NFC", text)),
    Form("with decomposed letters (NFD)", lambda text: normalize("NFD", text)),
    Form("without blanks at line ends", lambda text: BLANKS_AT_LINE_ENDS.sub("", text)),
    Form("with single line feeds for double ones", lambda text: text.replace("\n\n", "\n")),
    Form("without blanks at its beginning", lambda text: text.lstrip(BLANKS_AT_BEGINNING)),
    Form("without line feeds at its end", lambda text: text.rstrip("\n")),
    Form("with a line feed at its end", lambda text: text.rstrip("\n") + "\n"),
)


def find_form(text: Text, digests: Container[str]) -> tuple[Text, str] | None:
    """Return the text in the form that has one of the digests, and the name of that form; the nearest form first."""
    changing = [form for form in FORMS if form.apply(text.content) != text.content]
    for forms in _choices(changing):
        content = text.content
        for form in forms:
            content = form.apply(content)
        changed = Text(text.name, content)
        if content and changed.digest in digests:
            return changed, ", ".join(form.name for form in forms)
    return None


def _choices(forms: list[Form]) -> Iterator[tuple[Form, ...]]:
    """Yield sets of changes that may be made together, the smallest first."""
    for count in range(1, MOST + 1):
        yield from combinations(forms, count)
