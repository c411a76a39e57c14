"""Normalization of Unicode in bounded time."""

import ast
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normalizing import SHORT, normalize
from seeds.texts.article_text import Text
from seeds.texts.text_forms import find_form
from tests.properties import examples
from tests.test_architecture import modules

# Folding drops the marks of long texts before it sorts them.
NORMALIZING = {"normalizing.py", "folding.py"}
MARKS = "a" + "\u0301" * 200_000 + "\u0316" * 200_000


@examples()
@given(st.text("a\u0301\u0316\u064e\u0651م é—", min_size=1, max_size=8).map(lambda text: text * (SHORT // len(text))))
def test_texts_of_a_language_are_normalized(text: str) -> None:
    """Letters with any marks that a person writes are those of the standard, however long the text is."""
    written = " ".join(text[at : at + 20] for at in range(0, len(text), 20))
    assert normalize("NFC", written) == unicodedata.normalize("NFC", written)
    assert normalize("NFD", written) == unicodedata.normalize("NFD", written)


def test_marks_without_end_take_linear_time() -> None:
    """More marks than a letter has are left out; rows of dashes and bullets remain."""
    started = time.process_time()
    assert normalize("NFC", f"{MARKS} e\u0301 {'—' * 400}{'•' * 400}") == f"a é {'—' * 400}{'•' * 400}"
    assert find_form(Text("a.txt", f"{MARKS} \n"), set()) is None
    assert time.process_time() - started < 15


@pytest.mark.parametrize("room", ["models", "seeds", "reports"])
def test_nothing_else_normalizes(room: str) -> None:
    """Every text goes through the function whose time is bounded."""
    for path in modules(room):
        if path.name not in NORMALIZING:
            called = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text("utf-8")))}
            assert "unicodedata.normalize" not in called, path


def test_a_long_row_of_blanks_takes_no_long_time() -> None:
    """Two hundred thousand blanks inside a line are looked through once, not from each of them."""
    text = Text("a.txt", f"first{' ' * 200_000}second \n")
    found = find_form(text, {Text("b.txt", text.content.replace(" \n", "\n")).digest})
    assert found and found[1] == "without blanks at line ends"
