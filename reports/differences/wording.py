"""Write differences for people, as text or Markdown in English or Arabic, and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from models.change import Change
from models.kinds.records import KINDS, RECORDS
from models.kinds.types import Code, Field
from models.plain_numbers import write_number
from models.storage.database import Reader
from models.terminal.text import clean_cell, shorten_pair
from reports.differences.columns import Plan
from reports.differences.comparing import RecordDifference

LONGEST = 80
# Such a sign at the beginning of an item would begin a nested list.
MARKUP = re.compile(r"([\\`*_<>\[\]|]|^[+-])")
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
    "compared": ("Compared: {} columns of {} views", "قورن: {} عمودًا من {} عرضًا"),
    "arrow": ("→", "←"),
    "name": ("name", "اسم"),
    "comma": (", ", "، "),
}


class Outcome(NamedTuple):
    """The result of a comparison: what was compared, by which columns, and the records that differ."""

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


Labels = dict[tuple[str, str], str]


def read_code_labels(readers: Iterable[Reader], language: str) -> Labels:
    """Return the label of each code; the last database overrides the others."""
    sql = f"SELECT vocabulary, code, label_{language} FROM v_code"
    return {(vocabulary, code): label for reader in readers for vocabulary, code, label in reader.select(sql)[1]}


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
        """Yield the summary by kind, the records of each kind, and what was not compared."""
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
        return MARKUP.sub(r"\\\1", clean_cell(text))

    def record(self, record: RecordDifference) -> Iterator[str]:
        """Yield the line of a record, and one for each change below it."""
        names = (record.name_en, record.name_ar)
        name = names[self.place] or next((f"[{each}]" for each in names if each), "")
        if self.markdown:
            yield f"- {self.escape(record.sign)} **{self.escape(name)}** `{record.slug}`"
        else:
            yield clean_cell(f"{record.sign} {record.slug}  {name}")
        lines = [self.change(each) for each in record.changes]
        if record.citations:
            lines.append(f"{self.word('citations')}: {self._counted(record.citations)}")
        yield from (f"  - {self.escape(line)}" if self.markdown else clean_cell(f"    {line}") for line in lines)

    def change(self, change: Change) -> str:
        """Return a change in words."""
        if change.part == "link":
            return f"{change.sign} {change.item}"
        if change.part == "name":
            form = self.labels.get(("name_form", change.field), change.field)
            return f"{change.sign} {self.word('name')}: {change.new or change.old} ({form})"
        old, new = shorten_pair(self.value(change, change.old), self.value(change, change.new), LONGEST)
        label = f"{change.item} {self._label(change)}".strip()
        return f"{label}: {old} {self.word('arrow')} {new}"

    def value(self, change: Change, value: Any) -> str:
        """Return a value in words; for a code, its label."""
        if value is None:
            return "–"
        each = _field(change)
        if each and isinstance(each.type, Code):
            value = self.labels.get((each.type.vocabulary, value), value)
        return write_number(value, grouped=True) if isinstance(value, int | float) else str(value)

    def _label(self, change: Change) -> str:
        each = _field(change)
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


def _field(change: Change) -> Field | None:
    """Return the description of the field that changes; fields of every record are looked up in agreements."""
    spec = KINDS.get("agreement" if change.kind == "record" else change.kind)
    return next((each for each in spec.all_fields if change.field in each.columns), None) if spec else None
