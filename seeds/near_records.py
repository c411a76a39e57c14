"""Hints for a reference to a record that is not there: the country of that name, or the IDs that are near.

A file may have thousands of unknown references. Each name is looked up once, and only the first names are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from models.country_names import CountryNames
from seeds.format.problems import nearest

REFERENCE = Path(__file__).parent / "reference"
# Comparing one name with the IDs of a large collection takes a tenth of a second.
LOOKED_UP = 20
NEAR = 0.75


class NearRecords:
    """The hints of one check."""

    def __init__(self) -> None:
        self.hints: dict[str, str] = {}

    def hint(self, value: str, known: Iterable[str]) -> str:
        """Return the end of a message about an unknown ID; empty where nothing is near, or after LOOKED_UP names."""
        if value not in self.hints:
            if len(self.hints) == LOOKED_UP:
                return ""
            self.hints[value] = _hint_of_countries(value) or nearest(value, known, NEAR)
        return self.hints[value]


def codes_of_countries(value: str) -> list[str]:
    """Return the codes of the countries that a name or an ID means."""
    names, slugs = _countries()
    return [code for code in names.find(value.replace("-", " ")).codes if code in slugs]


def _hint_of_countries(value: str) -> str:
    _, slugs = _countries()
    meant = [slugs[code] for code in codes_of_countries(value)]
    return f"; did you mean {' or '.join(meant)}?" if meant else ""


@cache
def _countries() -> tuple[CountryNames, dict[str, str]]:
    """Return the names of countries, and the IDs of countries by code."""
    countries = _rows("country.csv")
    rows = [(row["code"], row["language"], row["text"], row["form"]) for row in _rows("country_name.csv")]
    codes = [(row["code"], row["alpha3"], row["numeric"]) for row in countries]
    return CountryNames.of(rows, codes), {row["code"]: row["slug"] for row in countries}


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
