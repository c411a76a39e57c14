"""Find the country that a text names in a year; a state that has ended is not meant after its end."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, NamedTuple

from models.country_names import CountryNames, Match
from models.derived.folding import fold
from seeds.format.reference_tables import Reference

ADJECTIVE = "adjective"
NEAR = 0.87


class Country(NamedTuple):
    """A country with its years; a present one has none."""

    code: str
    slug: str
    name: str
    since: int
    until: int

    def existed(self, year: int | None) -> bool:
        """Return whether the country existed in a year; without a year, only a present country is sure to."""
        return year is not None and self.since <= year <= self.until


class Identified(NamedTuple):
    """The country of a text; where there is none, the reason."""

    country: Country | None
    reason: str = ""


class Countries:
    """The countries of the reference tables by their names."""

    def __init__(self, reference: Reference) -> None:
        self.by_code = {row.values["code"]: _country(row.slug, row.values) for row in reference.countries}
        rows = [(row["code"], row["language"], row["text"], row["form"]) for row in reference.country_names]
        codes = [
            (row.values["code"], row.values["alpha3"] or "", row.values["numeric"] or "") for row in reference.countries
        ]
        self.names = CountryNames.of(rows, codes)
        self.found: dict[str, Match] = {}

    def identify(self, text: str, year: int | None) -> Identified:
        """Return the only country that a text can name in a year.

        The year is that of an agreement, which a state may have joined long after; none joined after its end.
        """
        named = self._named(text)
        there = named if len(named) == 1 else [country for country in named if country.existed(year)]
        if len(there) == 1 and there[0].until >= (year or 0):
            return Identified(there[0])
        return Identified(None, _reason(named))

    def depends_on_year(self, text: str) -> bool:
        """Return whether one of the countries that a text can name has ended."""
        return any(country.until != 9999 for country in self._named(text))

    def names_any(self, text: str) -> bool:
        """Return whether a text names a country, or several of one name, whenever they existed."""
        return bool(self._named(text))

    def near(self, text: str) -> str:
        """Return a hint with the countries whose names are near; it takes 2 ms."""
        near = [f"{name} ({slug})" for name, slug in self._near(text)]
        return f"; near: {', '.join(near)}" if near else ""

    def nearest(self, text: str) -> str | None:
        """Return the slug of the country whose name is nearest to a text; it takes 2 ms."""
        return next((slug for _, slug in self._near(text)), None)

    def is_sure(self, text: str) -> bool:
        """Return whether a text names one country, of any time."""
        return len(self._named(text)) == 1

    def _near(self, text: str) -> list[tuple[str, str]]:
        """Return similar names with the slugs of their countries; Leeward Islands are not Heard Island."""
        near = self.names.find(text).near
        close = [(code, name) for code, name in near if SequenceMatcher(None, fold(text), fold(name)).ratio() > NEAR]
        return [(name, self.by_code[code].slug) for code, name in close if code in self.by_code]

    def _named(self, text: str) -> list[Country]:
        match = self.found.get(text)
        if match is None:
            match = self.found[text] = self.names.identify(text)
        codes = () if match.form == ADJECTIVE else match.codes
        return [self.by_code[code] for code in codes if code in self.by_code]


def _country(slug: str, values: dict[str, Any]) -> Country:
    since, until = int(values.get("existed_from") or 0), int(values.get("existed_until") or 9999)
    return Country(values["code"], slug, values["name"].en, since, until)


def _reason(named: list[Country]) -> str:
    if len(named) == 1:
        return f"{named[0].name} ended in {named[0].until}, before the date of the row"
    if named:
        return "it can be " + " or ".join(f"{each.name} ({each.slug})" for each in named)
    return ""
