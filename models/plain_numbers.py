"""Write numbers exactly as they are stored, without an exponent, in texts and in JSON."""

from __future__ import annotations

import re

# Amounts end below it; only SQL gives larger numbers, whose digits would say nothing.
NUMBER_LIMIT = 1e24
STRING_OR_EXPONENT = r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[-+]\d+'


def write_number(value: float, grouped: bool = False) -> str:
    """Return all digits of a number, a whole one without decimals; `grouped` adds thousands separators."""
    from decimal import Decimal

    # The negative zero is 0.
    return format(Decimal(repr(value or 0)), ",f" if grouped else "f").removesuffix(".0")


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 row`, `1,200 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def without_exponents(json: str) -> str:
    """Return a text of JSON with all digits of its numbers, as CSV has them."""
    return re.sub(STRING_OR_EXPONENT, _write_out, json) if "e-" in json or "e+" in json else json


def _write_out(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] == '"' or abs(float(text)) > NUMBER_LIMIT else write_number(float(text))
