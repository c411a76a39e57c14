"""Write differences for people, as text or Markdown in English or Arabic, and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from models.change import Change
from models.kinds.links import LINK_KINDS
from models.kinds.records import KNOWN_BY, RECORDS
from models.kinds.types import COUNTRY, DATE, FLAG, LOCALIZED, Code, Field, Reference
from models.plain_numbers import write_number
from models.terminal.text import ARABIC, clean_cell, shorten_pair
from reports.differences.columns import Plan
from reports.differences.comparing import RecordDifference
from reports.differences.labels import find_field
from reports.display.dates import write_date
from reports.display.labels import Labels
from reports.display.markup import escape_markdown
from reports.display.translations import TRANSLATIONS

LONGEST = 80
# Such a sign at the beginning of an item would begin a nested list.
SIGN, ESCAPED = re.compile("^[+-]"), r"\\\g<0>"
ARROWS = ("→", "←")
# In plain text, these marks around words of the other direction keep an arrow from pointing backwards.
MARKS = ("\u200e", "\u200f")
OTHERS = (re.compile(ARABIC), re.compile("[A-Za-z]"))
CODES = {"code": ("Codes", "الرموز")}
WORDS = {
    "title": ("Differences: {} → {}", "الفروق: {} ← {}"),
    "none": ("No differences.", "لا فروق."),
    "kind": ("{}: {} added, {} removed, {} changed", "{}: أُضيف {}، حُذف {}، تغيّر {}"),
    "citations": ("Citations", "الاستشهادات"),
    "added": ("{} added", "أُضيف {}"),
    "removed": ("{} removed", "حُذف {}"),
    "moved": ("{} moved", "نُقل {}"),
    "changed": ("{} changed", "تغيّر {}"),
    "only_old": ("Not compared, only in the old one: {}", "لم يُقارن، في القديم وحده: {}"),
    "only_new": ("Not compared, only in the new one: {}", "لم يُقارن، في الجديد وحده: {}"),
    "compared": ("Compared: {} columns of {} views", "عدد ما قورن من الأعمدة: {}، ومن العروض: {}"),
    "name": ("name", "اسم"),
    "comma": (", ", "، "),
}
# The fields of codes, which are no records.
CODE_FIELDS = {"label_en": ("English label", "التسمية بالإنجليزية"), "label_ar": ("Arabic label", "التسمية")}


class Outcome(NamedTuple):
    """The result of a comparison: its sides, the compared columns, and the records that differ."""

    old: str
    new: str
    plan: Plan
    records: list[RecordDifference]

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each kind are added, removed and changed."""
        found = Counter((each.kind, each.sign) for each in self.records)
        kinds = [kind for kind in (*RECORDS, "code") if any(found[kind, sign] for sign in "+-~")]
        signs = {"added": "+", "removed": "-", "changed": "~"}
        return {kind: {name: found[kind, sign] for name, sign in signs.items()} for kind in kinds}

    def citations(self) -> Counter[str]:
        """Return how many citations of records in both are added, removed, moved or changed."""
        return sum((each.citations for each in self.records), Counter())


def as_data(outcome: Outcome) -> dict[str, Any]:
    """Return a comparison for JSON."""
    return {
        "old": outcome.old,
        "new": outcome.new,
        "compared": {view.view: list(view.columns) for view in outcome.plan.views},
        "only_in_old": list(outcome.plan.only_old),
        "only_in_new": list(outcome.plan.only_new),
        "summary": outcome.counts(),
        "citations": dict(outcome.citations()),
        "records": [
            {
                **{name: getattr(each, name) for name in ("sign", "kind", "slug", "name_en", "name_ar")},
                "changes": [change._asdict() for change in each.changes],
                "citations": dict(each.citations),
            }
            for each in outcome.records
        ],
    }


class Wording:
    """A writer of a comparison in one language, as plain text or as Markdown."""

    def __init__(self, language: str, labels: Labels, markdown: bool) -> None:
        self.place = ("en", "ar").index(language)
        self.labels = labels
        self.markdown = markdown

    def word(self, name: str, *blanks: object) -> str:
        return WORDS[name][self.place].format(*blanks)

    def lines(self, outcome: Outcome) -> Iterator[str]:
        """Yield the summary by kind, the records of each kind, and the columns that were not compared."""
        yield self.heading(1, self.word("title", outcome.old, outcome.new))
        yield ""
        counts = outcome.counts()
        if not outcome.records:
            yield self.word("none")
        for kind, numbers in counts.items():
            yield self.point(self.word("kind", self.kind(kind), *numbers.values()))
        if citations := outcome.citations():
            yield self.point(f"{self.word('citations')}: {self._counted(citations)}")
        for kind in counts:
            yield from ("", self.heading(2, self.kind(kind)), *([""] if self.markdown else []))
            for record in outcome.records:
                if record.kind == kind:
                    yield from self.record(record)
        yield from ("", *self._scope(outcome.plan))

    def kind(self, kind: str) -> str:
        return CODES[kind][self.place] if kind in CODES else RECORDS[kind].plural[self.place]

    def heading(self, level: int, text: str) -> str:
        return f"{'#' * level} {self.escape(text)}" if self.markdown else clean_cell(text)

    def point(self, text: str) -> str:
        return f"- {self.escape(text)}" if self.markdown else clean_cell(text)

    def escape(self, text: str) -> str:
        return SIGN.sub(ESCAPED, escape_markdown(clean_cell(text)))

    def record(self, record: RecordDifference) -> Iterator[str]:
        """Yield the line of a record, and one for each change below it."""
        name = self._name(record)
        if self.markdown:
            slug = clean_cell(record.slug)
            code = self.escape(slug) if "`" in slug else f"`{slug}`"
            sign = SIGN.sub(ESCAPED, record.sign)
            yield f"- {sign} **{self.escape(name)}** {code}"
        else:
            yield clean_cell(f"{record.sign} {record.slug}  {name}")
        lines = [self.change(record, each) for each in record.changes]
        if record.citations:
            lines.append(f"{self.word('citations')}: {self._counted(record.citations)}")
        yield from (f"  - {line}" if self.markdown else f"    {line}" for line in lines)

    def change(self, record: RecordDifference, change: Change) -> str:
        """Return a change in words, as a line of the form."""
        if change.part == "link":
            return self.plain(f"{change.sign} {self._link(record, change)}")
        if change.part == "name":
            form = self.labels.get(("name_form", change.field), change.field)
            (text,) = self._directed(str(change.new or change.old))
            return self.plain(f"{change.sign} {self.word('name')}: ") + text + self.plain(f" ({form})")
        label = self._label(change)
        if change.item:
            label = f"{self._link(record, change)}{self.word('comma')}{label}"
        old, new = self._directed(
            *shorten_pair(self.value(change, change.old), self.value(change, change.new), LONGEST)
        )
        return f"{self.plain(label)}: {old} {ARROWS[self.place]} {new}"

    def plain(self, text: str) -> str:
        return self.escape(text) if self.markdown else clean_cell(text)

    def _directed(self, *texts: str) -> Iterator[str]:
        """Yield texts so that words of the other direction do not reorder their surroundings."""
        is_other = any(OTHERS[self.place].search(text) for text in texts)
        for text in map(self.plain, texts):
            if is_other and self.markdown:
                yield f'<span dir="auto">{text}</span>'
            else:
                yield f"{MARKS[self.place]}{text}{MARKS[self.place]}" if is_other else text

    def value(self, change: Change, value: Any) -> str:
        """Return a value in words: of a code its label, of a reference the name of the record."""
        each = find_field(change)
        return "–" if value is None else self._said(each, value) if each else str(value)

    def _said(self, field: Field, value: Any) -> str:
        match field.type:
            case Code(vocabulary=vocabulary):
                return self.labels.get((vocabulary, value), str(value))
            case Reference():
                return self.labels.get(("record", value), str(value))
        if field.type is COUNTRY:
            return self.labels.get(("country", value), str(value))
        if field.type is DATE:
            return write_date(value, ("en", "ar")[self.place])
        if field.type is FLAG:
            return TRANSLATIONS["flag"][str(int(value))][self.place]
        return write_number(value, grouped=True) if isinstance(value, int | float) else str(value)

    def _link(self, record: RecordDifference, change: Change) -> str:
        """Return the link of a change in words: "Relation: Algeria – Cooperates with – Russia (Space)"."""
        kind = LINK_KINDS[change.kind]
        values = record.links[change.kind, change.item]
        known_by = KNOWN_BY.get(change.kind)
        label = kind.field(known_by).labels[0] if known_by else kind.label
        parts = {name: part for name in kind.natural_key if (part := self._part(kind.field(name), values))}
        if change.kind == "relation":
            ends = " – ".join([self._name(record), parts.pop("type"), parts.pop("object")])
            return f"{label[self.place]}: {ends}" + (f" ({self._listed(parts)})" if parts else "")
        capacity, party = parts.get("capacity"), parts.keys() & {"party", "printed"}
        if capacity and party:
            parts[party.pop()] += f" ({parts.pop('capacity').lower()})"
        return f"{label[self.place]}: {self._listed(parts)}"

    def _listed(self, parts: dict[str, str]) -> str:
        return self.word("comma").join(parts.values())

    def _part(self, field: Field, values: dict[str, Any]) -> str:
        """Return a value of a link in words; an empty text if it has none, or only the usual one."""
        given = [values.get(column) for column in field.columns]
        if field.type is LOCALIZED:
            return given[self.place] or next((f"[{each}]" for each in given if each), "")
        if given[0] is None or given[0] == field.default:
            return ""
        said = self._said(field, given[0])
        if field.type is FLAG:
            return f"{field.labels[0][self.place]}: {said}"
        return said

    def _name(self, record: RecordDifference) -> str:
        names = (record.name_en, record.name_ar)
        return names[self.place] or next((f"[{each}]" for each in names if each), "")

    def _label(self, change: Change) -> str:
        if change.field in CODE_FIELDS:
            return CODE_FIELDS[change.field][self.place]
        each = find_field(change)
        return each.labels[each.columns.index(change.field)][self.place] if each else change.field

    def _counted(self, counts: Counter[str]) -> str:
        names = ("added", "removed", "moved", "changed")
        return self.word("comma").join(self.word(name, counts[name]) for name in names if counts[name])

    def _scope(self, plan: Plan) -> Iterator[str]:
        yield self.word("compared", sum(len(view.columns) for view in plan.views), len(plan.views))
        for name, columns in (("only_old", plan.only_old), ("only_new", plan.only_new)):
            if columns:
                line = self.word(name, ", ".join(columns))
                yield self.escape(line) if self.markdown else line
