"""The parts of an agreement that are compared: identifiers, parties, date of signature and titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from models.derived.folding import words
from models.storage.database import Reader

Identifier = tuple[str, str]
LANGUAGES = ("en", "ar")
OURS = """SELECT slug, name_en, name_ar, COALESCE(signed, date), COALESCE(signed_from, date_from),
    COALESCE(signed_to, date_to)
FROM v_agreement{of}
ORDER BY slug"""
OF_COLLECTION = " WHERE slug IN (SELECT slug FROM v_record WHERE collection = :collection)"


class Entry:
    """An agreement: its key in a list, or its slug in the database.

    `parties` are codes of countries, and slugs of parties that have no country. `titles` are (language, text).
    `signed` is EDTF, `first` and `last` its days; if the date of signature is unknown, the date of the stage.
    """

    def __init__(
        self,
        key: str,
        identifiers: Iterable[Identifier],
        parties: Iterable[str],
        titles: Iterable[tuple[str, str]],
        signed: str | None = None,
        first: str | None = None,
        last: str | None = None,
    ) -> None:
        self.key = key
        self.identifiers = frozenset(identifiers)
        self.parties = frozenset(parties)
        self.titles = tuple(titles)
        self.signed, self.first, self.last = signed, first, last

    def title(self, language: str) -> str | None:
        """Return the first title in a language."""
        return next((text for spoken, text in self.titles if spoken == language), None)

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The folded words of the titles of each language."""
        found: dict[str, set[str]] = defaultdict(set)
        for language, text in self.titles:
            found[language].update(words(text))
        return {language: frozenset(each) for language, each in found.items()}

    @cached_property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day on which it may have been signed, as ordinals; None if one is not known."""
        if not (self.first and self.last):
            return None
        return date.fromisoformat(self.first).toordinal(), date.fromisoformat(self.last).toordinal()


class Parties(NamedTuple):
    """The country of each party that has one, by slug."""

    countries: Mapping[str, str]

    @classmethod
    def read(cls, reader: Reader) -> Parties:
        rows = reader.rows("SELECT slug, country FROM v_record WHERE country IS NOT NULL")
        return cls({str(slug): str(country) for slug, country in rows})

    def name(self, slug: str) -> str:
        """Return the code of the country of a party, or its slug."""
        return self.countries.get(slug, slug)


def read_ours(reader: Reader, parties: Parties, collection: str | None = None) -> list[Entry]:
    """Return the agreements of the database, or of one of its collections."""
    identifiers, members, names = (defaultdict[str, list[tuple[str, str]]](list) for _ in range(3))
    for record, scheme, value in _of_agreements(reader, "v_identifier", "scheme, value"):
        identifiers[record].append((scheme, value))
    for record, party in _of_agreements(reader, "v_participation", "party"):
        if party is not None:
            members[record].append((party, ""))
    for record, language, text in _of_agreements(reader, "v_name", "language, text"):
        names[record].append((language, text))
    sql = OURS.format(of=OF_COLLECTION if collection else "")
    return [
        Entry(
            slug,
            identifiers[slug],
            {parties.name(party) for party, _ in members[slug]},
            [*((each, text) for each, text in zip(LANGUAGES, titles, strict=True) if text), *names[slug]],
            *dates,
        )
        for slug, *titles, signed, first, last in reader.rows(sql, {"collection": collection} if collection else None)
        for dates in ((signed, first, last),)
    ]


def _of_agreements(reader: Reader, view: str, columns: str) -> list[tuple[str, ...]]:
    rows = reader.rows(f"SELECT record, {columns} FROM {view} WHERE record_kind = 'agreement'")
    return [tuple(row) for row in rows]
