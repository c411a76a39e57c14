"""Hints for a reference to a missing record: the country of that name, or similar IDs.

A file may have thousands of unknown references. Each name is looked up once, and only the first names are.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache

from models.country_names import CountryNames
from seeds.format.files import REFERENCE, SHIPPED_FOLDER
from seeds.format.problems import Problems

NEAR = 0.75
# Looking for the countries of a name costs as much as comparing it with this many IDs.
COUNTRIES = 1_000


class NearRecords:
    """The hints of one check."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.hints: dict[str, str] = {}

    def hint(self, value: str, known: Collection[str]) -> str:
        """Return the end of a message about an unknown ID; empty if nothing is similar, or after too many names."""
        if value not in self.hints:
            self.hints[value] = hint_of_country(value, self.problems) or self.problems.nearest(value, known, NEAR)
        return self.hints[value]


def codes_of_countries(value: str) -> list[str]:
    """Return the codes of the countries that a name or an ID means."""
    names, slugs = _countries()
    return [code for code in names.find(value.replace("-", " ")).codes if code in slugs]


def hint_of_country(value: str, problems: Problems) -> str:
    """Return the end of a message about an ID that is the name of a country; empty if it is none, or after too many."""
    if not problems.may_compare(COUNTRIES):
        return ""
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
    with (SHIPPED_FOLDER / REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
