"""Write a quantity in one cell: its qualifier, its number or range, and its unit or currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reports.display.arabic_units import inflect
from reports.display.cell_text import Wording, format_number
from reports.display.table import Column


class Quantity(NamedTuple):
    """The names of the columns that make a quantity; those that a table does not have are empty."""

    number: str
    qualifier: str
    number_to: str = ""
    unit: str = ""
    currency: str = ""


QUANTITIES = (
    Quantity("amount", "qualifier", "amount_to", "unit", "currency"),
    Quantity("value", "qualifier", "value_to", "", "currency"),
    Quantity("instruments", "instruments_qualifier"),
)
PATTERNS = {
    "en": {"unclear": "{} (unclear)", "between": "{}–{}"},
    "ar": {"unclear": "{} (غير واضح)", "between": "{}–{}", "at_least": "{} على الأقل", "at_most": "{} على الأكثر"},
}
# The signs that stand for qualifiers where there is little room.
SIGNS = {"about": "~", "more_than": ">", "at_least": "≥", "less_than": "<", "at_most": "≤"}
SCALES = {"en": ((10**9, "billion"), (10**6, "million")), "ar": ((10**9, "مليار"), (10**6, "مليون"))}
IRREGULAR = {"person": "people", "memorandum": "memoranda"}


def find_quantities(columns: Sequence[Column]) -> list[Quantity]:
    """Return the quantities whose number and qualifier are both among the columns."""
    names = {column.name for column in columns}
    return [each for each in QUANTITIES if {each.number, each.qualifier} <= names]


def say_quantity(quantity: Quantity, columns: Mapping[str, Column], row: Mapping[str, Any], wording: Wording) -> str:
    """Return a quantity in words: "more than 226 tonnes", "5–7 metres", "about 1.5 billion USD"."""
    number, end = row.get(quantity.number), row.get(quantity.number_to)
    if number is None:
        return ""
    said = PATTERNS[wording.language]
    numbers = f"{_say_number(number, wording)}–{_say_number(end, wording)}" if end is not None else ""
    qualifier = row.get(quantity.qualifier) or "exact"
    if qualifier == "exact" or (qualifier == "between" and numbers):
        text = numbers or _say_number(number, wording)
    elif wording.short and wording.language == "en" and qualifier in SIGNS:
        text = SIGNS[qualifier] + (numbers or _say_number(number, wording))
    elif qualifier in said and qualifier != "between":
        text = said[qualifier].format(numbers or _say_number(number, wording))
    else:
        label = wording.label(columns[quantity.qualifier], qualifier).lower()
        text = f"{label} {numbers or _say_number(number, wording)}"
    unit = _say_unit(quantity, columns, row, wording)
    return text + unit if unit == "%" else " ".join(filter(None, (text, unit)))


def _say_number(value: float | str, wording: Wording) -> str:
    """Return a number with its digits, or a round one of millions in words."""
    if isinstance(value, str):
        return format_number(value)
    for scale, word in SCALES[wording.language]:
        if abs(value) >= scale and (scaled := _divide(value, scale)):
            return f"{scaled} {word}"
    return format_number(value)


def _divide(value: float, scale: int) -> str:
    """Return a number of millions, with its thousandths; empty if it has more digits. A float has those it prints."""
    from decimal import Decimal

    scaled = Decimal(repr(value)) / scale
    return f"{scaled.normalize():,f}" if scaled == round(scaled, 3) else ""


def _say_unit(quantity: Quantity, columns: Mapping[str, Column], row: Mapping[str, Any], wording: Wording) -> str:
    if currency := row.get(quantity.currency):
        return str(currency) if wording.language == "en" else wording.label(columns[quantity.currency], currency)
    unit = row.get(quantity.unit)
    if not unit or unit == "percent":
        return "%" if unit else ""
    label = wording.label(columns[quantity.unit], unit)
    if wording.language == "ar":
        end = row.get(quantity.number_to)
        number = row[quantity.number] if end is None else end
        return label if isinstance(number, str) else inflect(label, number)
    return _plural(label.lower()) if row[quantity.number] != 1 else label.lower()


def _plural(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
