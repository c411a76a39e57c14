"""Warnings that need the text: a passage that does not prove the fact that cites it.

A note on a citation of the field accepts a warning of that field; a note on a citation accepts one of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from models.derived.folding import ARABIC_LETTER
from models.edtf_dates import EdtfDate
from models.kinds.records import PRINTED_NAMES
from models.kinds.types import COUNT, DATE, NUMBER
from models.plain_numbers import write_number
from seeds.format.collection import Collection, shipped_collection
from seeds.format.problems import Place, Problems
from seeds.format.records import LINK_KINDS, RECORDS, Citation, Localized
from seeds.reviewing.facts import Fact, Reviewed, match_texts
from seeds.reviewing.quoted_values import PERCENT, missing_of_date, says_currency, says_name, says_number, says_percent
from seeds.texts.article_text import Text

KINDS = RECORDS | LINK_KINDS
LETTER = re.compile(r"[^\W_]")
MARK = re.compile("[\u0640\u064b-\u065f\u0670]")
# Words that Arabic writes as part of the next word, or of the word before.
BEFORE = re.compile("[وف]?[بكلس]?(?:ال|لل|ل)?")
AFTER = re.compile("ها|هم|هما|هن|ه|نا|ي|ك|كم|ا|ً|ات")
OPPOSITE = {"occurred": {"planned", "postponed", "cancelled"}}
SHORTEST = 40


def warn_of_evidence(reviewed: Reviewed, problems: Problems) -> None:
    """Add the warnings of every fact that cites a text that is given."""
    for place, message in _warnings(reviewed):
        problems.warn(place, message)


def check_against(texts: list[Text]) -> Callable[[Collection, Problems], None]:
    """Return a function that adds the warnings of these texts to the problems of a check."""

    def check(collection: Collection, problems: Problems) -> None:
        own = {each.values.get("digest") for each in collection.records}
        others = [] if own.issuperset(each.digest for each in texts) else shipped_collection().records
        matched = match_texts([*others, *collection.records], texts)
        warn_of_evidence(Reviewed(collection, collection.records, matched), problems)

    return check


def _warnings(reviewed: Reviewed) -> Iterator[tuple[Place, str]]:
    for _, citation in reviewed.cited():
        for message in _of_characters(citation, reviewed):
            yield citation.place, message
    for fact in reviewed.facts():
        yield from ((fact.place, message) for message in _of_values(fact, reviewed))
    yield from _names(reviewed)
    yield from _opposites(reviewed)


def _of_characters(citation: Citation, reviewed: Reviewed) -> Iterator[str]:
    """Yield warnings about the characters of a citation."""
    text, quote = reviewed.texts[citation.cited].content, reviewed.quote(citation)
    at = f"[{citation.start}, {citation.end}]"
    if citation.words:
        yield f"{citation.words.quote!r} has no position yet; find it with: mithaq seed format FOLDER --text FILE"
    elif quote is None:
        yield f"{at} is not inside the text, which has {len(text)} characters"
    elif not quote.strip():
        yield f"{at} is blank"
    elif quote != quote.strip():
        yield f"{at} begins or ends with a blank: {_short(quote)}"
    elif not citation.note and (word := _cut_word(text, citation.start, citation.end)):
        yield f"{at} cuts the word {word!r}: {_short(quote)}"


def _cut_word(text: str, start: int, end: int) -> str | None:
    """Return the word that a span cuts, unless it leaves out only an attached letter, or an ending."""
    first, last = start, end
    while first and _inside_word(text, first):
        first -= 1
    while last < len(text) and _inside_word(text, last):
        last += 1
    before, after = MARK.sub("", text[first:start]), MARK.sub("", text[end:last])
    if before and not BEFORE.fullmatch(before):
        return text[first : _end_of_word(text, start)]
    if after and not (ARABIC_LETTER.match(after) and AFTER.fullmatch(after)):
        return text[_start_of_word(text, end) : last]
    return None


def _inside_word(text: str, at: int) -> bool:
    """Return whether the characters before and after a position belong to one word."""
    one, other = text[at - 1], text[at]
    if not (LETTER.match(one) or MARK.match(one)) or not (LETTER.match(other) or MARK.match(other)):
        return False
    return one.isdigit() == other.isdigit()


def _start_of_word(text: str, at: int) -> int:
    while at and _inside_word(text, at):
        at -= 1
    return at


def _end_of_word(text: str, at: int) -> int:
    at += 1
    while at < len(text) and _inside_word(text, at):
        at += 1
    return at


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return repr(words if len(words) <= SHORTEST else f"{words[:SHORTEST]}…")


def _of_values(fact: Fact, reviewed: Reviewed) -> Iterator[str]:
    """Yield values of a fact that its quotes do not contain: numbers, dates, currency."""
    for each in KINDS[fact.kind].all_fields:
        value = fact.values.get(each.name)
        quotes = [quote for one in fact.evidence(each.name) if (quote := reviewed.quote(one))]
        if value is None or not quotes or fact.accepts(each.name):
            continue
        if each.type in (NUMBER, COUNT) and each.citable and not says_number(quotes, value):
            yield f"{each.name}: {write_number(value)} is in no quote of it"
        elif each.type is DATE and fact.values.get(f"{each.name}_basis") in (None, "stated"):
            yield from _of_date(each.name, value, quotes)
        elif each.name == "currency" and not says_currency(quotes, value):
            yield f"currency: {value} is in no quote of it"
        elif (each.name, value) == ("unit", PERCENT) and not says_percent(quotes):
            yield "unit: percent is in no quote of it"
    if fact.values.get("published_basis") == "stated" and not any(c.field == "published" for c in fact.citations):
        yield "published: stated, and no words are cited; add a citation of published"


def _of_date(name: str, value: EdtfDate, quotes: list[str]) -> Iterator[str]:
    # A date with ? or ~ is a conclusion of the curator.
    missing = [] if set(value.text) & set("?~%") else missing_of_date(quotes, value.text)
    if missing:
        parts = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        verb = "is" if len(missing) == 1 else "are"
        yield f"{name}: the {parts} of {value.text} {verb} in no quote of it"


def _names(reviewed: Reviewed) -> Iterator[tuple[Place, str]]:
    """Yield the records whose Arabic name no quote of theirs has."""
    for record in reviewed.records:
        name: Any = record.values.get("name")
        fact = Fact(record, None)
        if record.kind not in PRINTED_NAMES or not isinstance(name, Localized) or not name.ar or fact.accepts("name"):
            continue
        cited = [*record.citations, *(each for link in record.links for each in link.citations)]
        quotes = [quote for each in cited if (quote := reviewed.quote(each))]
        # A text may print a name in Latin letters: ZTE.
        known = [*filter(None, name), *(each.text for each in record.names)]
        if any(ARABIC_LETTER.search(quote) for quote in quotes) and not any(says_name(quotes, each) for each in known):
            yield record.place, f"name: {name.ar!r} is in no quote of {record.slug}"


def _opposites(reviewed: Reviewed) -> Iterator[tuple[Place, str]]:
    """Yield facts that say that something was held where another says that it was not, by the very same words."""
    cited: dict[tuple[str, int, int], list[Fact]] = {}
    for fact, citation in reviewed.cited():
        if fact.values.get("outlook") and citation.field in ("", "outlook") and not citation.note:
            cited.setdefault((citation.cited, citation.start, citation.end), []).append(fact)
    for (_, start, end), facts in cited.items():
        held = [fact for fact in facts if fact.values["outlook"] == "occurred"]
        for other in facts:
            if held and other.values["outlook"] in OPPOSITE["occurred"]:
                words = f"[{start}, {end}]"
                outlook = other.values["outlook"]
                yield other.place, f"outlook: {outlook}, and occurred at {held[0].place}, by the same words {words}"
