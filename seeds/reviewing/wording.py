"""The words of a review in either language: labels of kinds and fields, values, names of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple

from models.edtf_dates import EdtfDate
from models.kinds.records import KNOWN_BY
from models.kinds.types import COUNTRY, FLAG, LOCALIZED, Code, Field, Reference
from models.plain_numbers import write_number
from seeds.format.records import DRAFT, LINK_KINDS, RECORDS, Citation, Localized
from seeds.reviewing.coverage import Coverage
from seeds.reviewing.facts import Fact, Reviewed

Language = Literal["en", "ar"]
KINDS = RECORDS | LINK_KINDS
# Not in the text: a summary and a note are in our own words, the rest is computed.
NOT_SHOWN = ("summary", "note", "digest", "length")
WORDS = {
    "warnings": ("Warnings", "تنبيهات"),
    "no warnings": ("No warnings.", "لا تنبيهات."),
    "uncited": ("Sentences that no fact cites", "جمل لا تستند إليها أي معلومة"),
    "line": ("line", "السطر"),
    "share": (
        "{slug}: {percent}% of the characters and {cited} of {sentences} sentences are cited",
        "{slug}: استُشهد بـ {percent}٪ من المحارف وبـ {cited} من {sentences} جملة",
    ),
    "without": ("Not reviewed, no text given: {}", "لم يُراجَع لعدم وجود النص: {}"),
    "variant": ("variant", "قراءة أخرى"),
    "yes": ("yes", "نعم"),
    "no": ("no", "لا"),
    "review": ("Review", "مراجعة"),
}


class Row(NamedTuple):
    """A value of a fact beside the citations that name it; a label of the field or kind, and the value as text."""

    label: str
    value: str
    citations: list[Citation]


class Wording:
    """The words of a review in one language."""

    def __init__(self, reviewed: Reviewed, language: Language) -> None:
        self.reviewed = reviewed
        self.language = language
        self.place = ("en", "ar").index(language)

    def word(self, name: str) -> str:
        return WORDS[name][self.place]

    def title(self, fact: Fact) -> str:
        """Return kind, name and ID of a record, and its mark as a draft."""
        mark = f" · {DRAFT.labels[0][self.place]}" if fact.record.draft else ""
        return f"{KINDS[fact.record.kind].label[self.place]}: {self.name(fact.record.slug)}{mark}"

    def name(self, slug: str) -> str:
        """Return the name of a record with its ID; the other language's in brackets where this one has none."""
        name: Any = self.reviewed.names.get(slug)
        if not isinstance(name, Localized):
            return slug
        own, other = name[self.place], name[1 - self.place]
        # Isolated, so that the hyphens of an ID stay in their place among Arabic words.
        return f"{own or f'[{other}]'} \u2068({slug})\u2069"

    def share(self, slug: str, coverage: Coverage) -> str:
        """Return how much of an article is cited, in a sentence."""
        cited = coverage.sentences - len(coverage.uncited)
        return self.word("share").format(slug=slug, percent=coverage.percent, cited=cited, sentences=coverage.sentences)

    def rows(self, fact: Fact) -> Iterator[Row]:
        """Yield the rows of a fact: first the whole, then the fields that citations name or a record states."""
        kind = KINDS[fact.kind]
        whole = [each for each in fact.citations if not each.field]
        if fact.link:
            known = kind.field(KNOWN_BY[kind.kind]).labels[0] if kind.kind in KNOWN_BY else kind.label
            yield Row(known[self.place], self.link(fact), whole)
        else:
            named = [each for each in fact.citations if each.field == "name" and each.reading is None]
            yield Row("", self._other_names(fact), whole + named)
        for each in kind.all_fields:
            cited = [one for one in fact.citations if one.field == each.name and one.reading is None]
            shown = cited or (not fact.link and self._is_said(fact, each) and each.type is not LOCALIZED)
            if shown and each.name not in NOT_SHOWN and (fact.link or each.name != "name"):
                yield Row(self.label(each), self.text(each, fact.values.get(each.name)), cited)
        for one in fact.citations:
            if one.reading is not None:
                label = f"{self.label(kind.field(one.field))}, {self.word('variant')}"
                yield Row(label, self._reading(kind.field(one.field), one.reading), [one])

    def link(self, fact: Fact) -> str:
        """Return the values of a link, in the order of its fields."""
        shown = (each for each in KINDS[fact.kind].fields if self._is_said(fact, each))
        return " · ".join(self.text(each, fact.values[each.name]) for each in shown)

    def _other_names(self, fact: Fact) -> str:
        """Return the name of a record in the language that its title does not have, and its other names."""
        name: Any = fact.values.get("name") or (None, None)
        return " · ".join(filter(None, (name[1 - self.place], *(each.text for each in fact.record.names))))

    def label(self, each: Field) -> str:
        """Return the label of a field, or of a name."""
        return each.labels[0][self.place] if each.type is not LOCALIZED else each.labels[self.place][self.place]

    def _is_said(self, fact: Fact, each: Field) -> bool:
        return fact.values.get(each.name) not in (None, "") and each.name not in NOT_SHOWN

    def text(self, each: Field, value: Any) -> str:
        """Return a value in words: the label of a code, the name of a record, the number."""
        if value is None:
            return "–"
        if isinstance(each.type, Code):
            words = each.type.words.get(value)
            return words[self.place] if words else self.codes.get((each.type.vocabulary, value), str(value))
        if isinstance(each.type, Reference):
            return self.name(value)
        if each.type is COUNTRY:
            return self.countries.get(value, str(value))
        if each.type is FLAG:
            return self.word("yes" if value else "no")
        if isinstance(value, EdtfDate):
            # After Arabic letters a date would be read from right to left, with its day first.
            return f"\u2068{value.text}\u2069" if self.language == "ar" else value.text
        if isinstance(value, Localized):
            return " · ".join(filter(None, value))
        return write_number(value, grouped=True) if isinstance(value, int | float) else str(value)

    def _reading(self, each: Field, value: str) -> str:
        coded = isinstance(each.type, Code | Reference) or each.type is COUNTRY
        return self.text(each, value) if coded else value

    @cached_property
    def codes(self) -> dict[tuple[str, str], str]:
        """The label of each code of a vocabulary."""
        return {
            (vocabulary, str(row["code"])): str(row[f"label_{self.language}"])
            for vocabulary, rows in self.reviewed.collection.reference.tables.items()
            for row in rows
            if f"label_{self.language}" in row
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        """The name of each country by its code."""
        records = self.reviewed.collection.reference.countries
        return {each.values["code"]: self.name(each.slug) for each in records if each.values.get("code")}
