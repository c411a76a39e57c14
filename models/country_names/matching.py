"""Find the code of the country that a value names: exactly, loosely, or with suggestions.

One word of a value is never enough: `Guinea` names several countries and `South` none. If several countries share the
name, all of them are returned, for the user to choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from models.country_names.mentions import AMMAN, Mention, Mentions
from models.country_names.spelling import ARTICLE, PROCLITICS, Row, bag, key, loose, parts, turned
from models.derived.folding import fold

# No name is longer; longer values are texts.
LONGEST = 150
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
CODE = re.compile(r"[A-Za-z]{2,4}|[0-9]{3}")
# Codes and initials that are words when they are not in capitals.
WORDS = frozenset({
    "ad", "ai", "al", "am", "an", "and", "are", "as", "at", "ax", "ba", "bb", "be", "bi", "bih", "bra", "by", "can",
    "car", "co", "col", "com", "cub", "cut", "de", "do", "dom", "ee", "er", "es", "est", "et", "fin", "ga", "ge",
    "gin", "go", "gum", "guy", "he", "hun", "id", "ie", "il", "im", "in", "ind", "io", "is", "it", "jam", "ki",
    "la", "lie", "ma", "mac", "man", "mar", "me", "mg", "mm", "mo", "mr", "ms", "mt", "mu", "my", "na", "nam", "ne",
    "no", "nor", "nu", "pa", "pan", "per", "ph", "pl", "pm", "pol", "ps", "pt", "re", "roc", "rom", "sa", "se",
    "sh", "si", "so", "sun", "sv", "ta", "tan", "td", "to", "ton", "tv", "twn", "va", "ve", "vi"
})  # fmt: skip
ADJECTIVE, ACRONYM, SHARED = "adjective", "acronym", "shared"
# Words that may precede the name of any state, and precede or follow the adjective of any.
BEFORE_NAME = re.compile(
    "(?:(?:government|republic|kingdom|nation|country|territory|commonwealth) of |republic |former "
    "|دوله |جمهوريه |مملكه |حكومه |امبراطوريه |اقليم )+"
)
BEFORE_ADJECTIVE = re.compile("(?:الجمهوريه |المملكه |الحكومه |الدوله )")
AFTER_ADJECTIVE = re.compile("(?: republic| kingdom| government)$")
CLOSE = 0.8
NEAR = 3
# A word that occurs in this many names identifies no country.
COMMON = 4


class Match(NamedTuple):
    """The result of a search: one country, several that share the name, or none with similar names."""

    codes: tuple[str, ...] = ()
    # The known name that was understood, and its form; of the first code where there are several.
    name: str = ""
    form: str = ""
    # Pairs of code and name.
    near: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str | None:
        """The code of the country; None if there are several or none."""
        return self.codes[0] if len(self.codes) == 1 else None


class CountryNames:
    """Names of countries with their codes, ready to be compared with values and texts."""

    def __init__(self, rows: Iterable[Sequence[str]], codes: Iterable[tuple[str, str, str]] = ()) -> None:
        self._rows = [Row._make(row) for row in rows]
        self._codes = {other: code for code, alpha3, numeric in codes for other in (code, alpha3, numeric) if other}
        self._codes |= {code: code for code, *_ in self._rows}
        self._printed = _by(str, ((row.text, [row]) for row in self._rows))

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], codes: Iterable[tuple[str, str, str]] = ()) -> CountryNames:
        """Return the names of these rows: code, language, text, form.

        Args:
            rows: names as in `country_name.csv`.
            codes: alpha-2, alpha-3 and numeric code of each country; empty ones are skipped.
        """
        return cls(rows, codes)

    def find(self, text: str) -> Match:
        """Return the country that a value names, all countries that share the name, or else similar names."""
        found = self.identify(text)
        value = _visible(text)
        return found if found.codes or not 0 < len(value) <= LONGEST else Match(near=self._near(key(value)))

    def identify(self, text: str) -> Match:
        """Return the country that a value names, or several; a search for similar names takes 20 ms more."""
        value = _visible(text)
        is_name = 0 < len(value) <= LONGEST and not AMMAN.match(value)
        ways = self._ways(value) if is_name else iter(())
        return next((found for found in ways if found), Match())

    def mentions(self, text: str) -> list[Mention]:
        """Return the names and adjectives of countries in a running text, in order and without overlaps."""
        return self._in_text.of(text)

    def _ways(self, value: str) -> Iterator[Match | None]:
        """The ways to understand a value, the surest first."""
        yield self._as_listed(value)
        spelled = key(value)
        if _is_word(value):
            yield _match([row for row in self._exact.get(spelled, []) if row.form != ACRONYM])
            return
        yield self._of_code(value)
        yield self._named(spelled)
        # Before looser keys: `النيجرية` is of Niger, where `نيجريا` is a spelling of Nigeria.
        yield self._named(spelled.removeprefix(ARTICLE))
        for straight in turned(value):
            yield self._named(key(straight)) or self._loosely(key(straight))
        yield self._of_parts(value)
        yield self._loosely(spelled)
        yield self._titled(spelled)
        yield self._of_people(spelled)
        yield self._without_proclitics(spelled)

    def _as_listed(self, value: str) -> Match | None:
        """A name that is written as in the list and is its country's own: it needs no keys, which take 30 ms."""
        rows = self._printed.get(value, [])
        return None if any(row.form == SHARED for row in rows) else _match(rows)

    def _of_code(self, value: str) -> Match | None:
        plain = fold(value).upper()
        code = self._codes.get(plain) if CODE.fullmatch(plain) else None
        return Match((code,), plain, "code") if code else None

    def _named(self, spelled: str) -> Match | None:
        return _match(self._exact.get(spelled, []))

    def _loosely(self, spelled: str) -> Match | None:
        return _match(self._loose.get(loose(spelled), []) or self._bags.get(bag(spelled), []))

    def _of_parts(self, value: str) -> Match | None:
        """Return the countries that all parts of a value name; every country named if the parts disagree."""
        named = parts(value)
        found = [self._named(key(part)) or self._loosely(key(part)) for part in named]
        if len(named) < 2 or not all(found):
            return None
        sets = [set(match.codes) for match in found if match]
        both = set.intersection(*sets) or set.union(*sets)
        first = next(match for match in found if match)
        return Match(tuple(sorted(both)), first.name, first.form)

    def _titled(self, spelled: str) -> Match | None:
        """A name behind `Republic of`, or an adjective beside `Republic`, where the whole is no name of its own."""
        if title := BEFORE_NAME.match(spelled):
            return self._all_of(spelled[title.end() :], lambda form: form != ADJECTIVE)
        if title := BEFORE_ADJECTIVE.match(spelled) or AFTER_ADJECTIVE.search(spelled):
            rest = spelled[: title.start()] + spelled[title.end() :]
            return self._all_of(rest, lambda form: form == ADJECTIVE)
        return None

    def _all_of(self, spelled: str, wanted: Callable[[str], bool]) -> Match | None:
        rows = self._exact.get(spelled) or self._loose.get(loose(spelled), [])
        return _match([row for row in rows if wanted(row.form)])

    def _of_people(self, spelled: str) -> Match | None:
        """The country of an English adjective in the plural: `Germans`, `Omanis`."""
        return self._all_of(spelled[:-1], lambda form: form == ADJECTIVE) if spelled.endswith("s") else None

    def _without_proclitics(self, spelled: str) -> Match | None:
        """A name behind a conjunction or preposition that Arabic writes as part of it, where only one country fits."""
        found = PROCLITICS.match(spelled)
        letters = found.end() if found else 0
        for length in range(1, letters + 1):
            rest = spelled[length:]
            match = self._named(rest) or self._named("ا" + rest if rest.startswith("ل") else "")
            if match and match.code:
                return match
        return None

    @cached_property
    def _exact(self) -> dict[str, list[Row]]:
        return _by(key, ((row.text, [row]) for row in self._rows))

    @cached_property
    def _loose(self) -> dict[str, list[Row]]:
        return _by(loose, self._exact.items())

    @cached_property
    def _bags(self) -> dict[str, list[Row]]:
        return _by(bag, ((spelled, rows) for spelled, rows in self._exact.items() if " " in spelled))

    @cached_property
    def _in_text(self) -> Mentions:
        return Mentions(self._exact)

    def _near(self, spelled: str) -> tuple[tuple[str, str], ...]:
        """Return the names whose distinctive words are similar: `Republic` alone is similar to no country."""
        from difflib import get_close_matches

        if not (asked := self._own_words(spelled)):
            return ()
        names: dict[str, str] = {}
        asked_for = dict.fromkeys((loose(asked), loose(spelled)))
        close = [
            name for each in asked_for for name in get_close_matches(each, self._distinct, n=2 * NEAR, cutoff=CLOSE)
        ]
        for name in close:
            for code, _, text, _ in self._distinct[name]:
                names.setdefault(code, text)
        return tuple(names.items())[:NEAR]

    @cached_property
    def _distinct(self) -> dict[str, list[Row]]:
        """The names by their distinctive words, without adjectives."""
        named = ((self._own_words(name) or name, rows) for name, rows in self._exact.items())
        return _by(loose, ((name, rows) for name, rows in named if rows[0].form != ADJECTIVE))

    def _own_words(self, spelled: str) -> str:
        """Return the words of a key that few countries have in their names."""
        return " ".join(word for word in spelled.split() if len(self._countries_of.get(word, ())) < COMMON)

    @cached_property
    def _countries_of(self) -> dict[str, set[str]]:
        """The codes of the countries that have a word in a name."""
        countries: dict[str, set[str]] = {}
        for spelled, rows in self._exact.items():
            for word in spelled.split():
                countries.setdefault(word, set()).update(row.code for row in rows)
        return countries


def _by(spelled: Callable[[str], str], named: Iterable[tuple[str, list[Row]]]) -> dict[str, list[Row]]:
    """The rows of texts under the keys of the texts."""
    index: dict[str, list[Row]] = {}
    for text, rows in named:
        index.setdefault(spelled(text), []).extend(rows)
    return index


def _visible(text: str) -> str:
    return INVISIBLE.sub("", text).strip()


def _is_word(value: str) -> bool:
    return not value.isupper() and value.lower() in WORDS


def _match(rows: list[Row]) -> Match | None:
    """The countries of rows with one key; an adjective counts only if no country has it as a name."""
    rows = [row for row in rows if row.form != ADJECTIVE] or rows
    if not rows:
        return None
    first = rows[0]
    return Match(tuple(sorted({row.code for row in rows})), first.text, first.form)
