"""Read NAME.lookups.csv: the meaning of each text of a table, decided in one line, with years and grade."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from models.normalizing import normalize
from seeds.drafting.slugs import ascii_words
from seeds.format.characters import decode
from seeds.format.problems import Place, Problems
from seeds.format.reading import SLUG, SLUG_LIMIT
from seeds.format.reference_tables import Reference
from seeds.tables.rows import SHORT_NUMBER

COLUMNS = ("lookup", "text", "rows", "means", "until", "since", "grade", "note")
REQUIRED = ("lookup", "text", "means")
LEAVE, KEEP, MAKE = "-", "?", "+"
SAME, NARROWER, WIDER, GUESS = "same", "narrower", "wider", "guess"
THAN = " than printed"
GRADES = (SAME, NARROWER, WIDER, GUESS)
# The kinds of record that a line can make, and their vocabulary of kinds.
MADE = {"place": "place_kind", "organization": "organization_kind", "person": ""}
MAKING = "+place:city, +organization:company or +person, and :ID behind it to choose the ID"


class Made(NamedTuple):
    """A record that a line of a lookup makes: its kind, its ID, the code of its kind, and its name."""

    kind: str
    slug: str
    code: str
    name: str


class Meaning(NamedTuple):
    """The meaning of a text: slugs or codes; none if it is left out or kept as printed."""

    place: Place
    means: tuple[str, ...]
    action: str = ""
    since: int = 0
    until: int = 9999
    grade: str = SAME
    note: str = ""
    made: Made | None = None

    def holds(self, year: int | None) -> bool:
        """Return whether the meaning holds in a year; without a year, whether it always does."""
        if year is None:
            return self.since == 0 and self.until == 9999
        return self.since <= year <= self.until

    def remark(self) -> str | None:
        """Return the note of a citation: the grade where it is not the same, and the note of the line."""
        return both(f"{self.grade}{THAN}" if self.grade in (NARROWER, WIDER) else None, self.note)


def both(note: str | None, more: str | None) -> str | None:
    """Return two notes as one."""
    return "; ".join(filter(None, (note, more))) or None


def is_doubtful(note: str | None) -> bool:
    """Return whether the note of a citation says that the meaning is wider, and nothing that accepts it."""
    return note == WIDER + THAN


# The meanings of each text of each lookup; texts are compared as `spelled`.
Lookups = dict[str, dict[str, list[Meaning]]]


def spelled(text: str) -> str:
    """Return the form in which texts are compared: without case, with single blanks, in composed letters."""
    return " ".join(normalize("NFC", text).casefold().split())


def read_lookups(data: bytes, path: str, reference: Reference, problems: Problems) -> Lookups:
    """Return the lookups of a file; errors go to `problems`."""
    lookups: Lookups = {}
    taken: dict[str, Made] = {}
    countries = {row.slug for row in reference.countries}
    for place, cells in _rows(data, path, problems):
        meaning = _meaning(place, cells, reference, problems)
        if meaning is None:
            continue
        if meaning.made:
            meaning = _distinct(meaning, countries, taken, problems)
        text = " ".join(cells["text"].split())
        meanings = lookups.setdefault(cells["lookup"], {}).setdefault(spelled(text), [])
        if any(each.since <= meaning.until and meaning.since <= each.until for each in meanings):
            problems.add(place, f"{text!r} is decided on line {meanings[0].place.line} for the same years")
        meanings.append(meaning)
    return lookups


def sign_between(text: str) -> str:
    """Return the separator of lookups: spreadsheets in some countries write semicolons."""
    return ";" if ";" in text.partition("\n")[0] else ","


def _rows(data: bytes, path: str, problems: Problems) -> Iterator[tuple[Place, dict[str, str]]]:
    text = decode(data, path, problems)
    if text is None:
        return
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign_between(text), strict=True)
    try:
        header = next(lines, [])
        wrong = [name for name in header if name not in COLUMNS or header.count(name) > 1]
        wrong += [name for name in REQUIRED if name not in header]
        if wrong:
            problems.add(Place(path, 1), f"the header is {','.join(COLUMNS)}; {wrong[0]!r} is wrong or missing")
            return
        for cells in lines:
            place = Place(path, lines.line_num)
            if len(cells) == len(header):
                yield place, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            elif cells:
                problems.add(place, f"the line has {len(cells)} cells, the header {len(header)}")
    except csv.Error as error:
        problems.add(Place(path, lines.line_num), f"not CSV: {error}")


def _meaning(place: Place, cells: dict[str, str], reference: Reference, problems: Problems) -> Meaning | None:
    grade = cells.get("grade") or SAME
    means = cells["means"]
    if grade not in GRADES:
        problems.add(place, f"grade: {grade!r} is not {', '.join(GRADES[:3])}")
    elif grade == GUESS:
        problems.add(place, f"{cells['text']!r} is a guess; check it, then write the grade {', '.join(GRADES[:3])}")
    years = [cells.get(name) or default for name, default in (("since", "0"), ("until", "9999"))]
    if not all(map(SHORT_NUMBER.fullmatch, years)):
        problems.add(place, "since and until are years, such as 1922")
        return None
    since, until = map(int, years)
    common = {"since": since, "until": until, "grade": grade, "note": cells.get("note", "")}
    if means in (LEAVE, KEEP, ""):
        # A line that nobody filled in decides nothing.
        return Meaning(place, (), means or KEEP, **common)  # type: ignore[arg-type]
    if means.startswith(MAKE):
        made = _made(place, cells["text"], means, reference, problems)
        return made and Meaning(place, (made.slug,), MAKE, made=made, **common)  # type: ignore[arg-type]
    return Meaning(place, tuple(filter(None, map(str.strip, means.split(";")))), **common)  # type: ignore[arg-type]


def _made(place: Place, text: str, means: str, reference: Reference, problems: Problems) -> Made | None:
    kind, _, rest = means.removeprefix(MAKE).partition(":")
    vocabulary = MADE.get(kind)
    code, _, slug = (rest, "", "") if vocabulary else ("", "", rest)
    if vocabulary:
        code, _, slug = rest.partition(":")
    if vocabulary is None or (vocabulary and code not in reference.codes(vocabulary)):
        known = f"; {code!r} is none of {', '.join(reference.codes(vocabulary))}" if vocabulary else f"; write {MAKING}"
        problems.add(place, f"means: {means!r} makes no record{known}")
        return None
    slug = slug or ascii_words(text)
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_LIMIT:
        what = "an ID" if len(slug) <= SLUG_LIMIT else f"an ID of at most {SLUG_LIMIT} characters"
        problems.add(place, f"means: {slug!r} is not {what}; write one behind a colon, {MAKING}")
        return None
    return Made(kind, slug, code, " ".join(text.split()))


def _distinct(meaning: Meaning, countries: set[str], taken: dict[str, Made], problems: Problems) -> Meaning:
    """Give a city the ID `luxembourg-city` beside the country; report another record of the same ID."""
    made = meaning.made
    assert made is not None
    if made.slug in countries:
        made = made._replace(slug=f"{made.slug}-{(made.code or made.kind).replace('_', '-')}")
    first = taken.setdefault(made.slug, made)
    if first[:3] != made[:3]:
        problems.add(meaning.place, f"the ID {made.slug!r} is also that of {first.name!r}; choose another: {MAKING}")
    return meaning._replace(means=(made.slug,), made=first)


def check_meanings(meanings: Iterable[Meaning], vocabulary: str, reference: Reference, problems: Problems) -> None:
    """Check that the meanings of a lookup are codes of a vocabulary, or IDs where `vocabulary` is empty."""
    codes = set(reference.codes(vocabulary)) if vocabulary else set()
    for meaning in meanings:
        for each in meaning.means:
            if vocabulary and (meaning.made or each not in codes):
                hint = problems.nearest(each, codes)
                problems.add(meaning.place, f"means: {each!r} is not a code of {vocabulary}{hint}")
            elif not vocabulary and not SLUG.fullmatch(each):
                problems.add(meaning.place, f"means: {each!r} is neither an ID, {LEAVE}, {KEEP} nor {MAKING}")
