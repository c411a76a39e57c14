"""The size of a terminal is that of the standard library."""

from __future__ import annotations

import shutil

import pytest

from models.terminal.size import terminal_size


@pytest.mark.parametrize("value", ["", "100", "0", "-5", "wide", "\u0667\u0660", " 70 ", "9" * 5000])
def test_variables_are_read_as_shutil_reads_them(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """COLUMNS and LINES are numbers above zero, in any digits; nothing else that they hold is obeyed, or fails."""
    monkeypatch.setenv("COLUMNS", value)
    monkeypatch.setenv("LINES", value)
    assert terminal_size() == shutil.get_terminal_size()


def test_a_width_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen without end gets lines that can be drawn: Arabic is aligned by blanks."""
    monkeypatch.setenv("COLUMNS", "99999999999999999999")
    assert terminal_size().columns == 10_000
