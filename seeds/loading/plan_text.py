"""Write a plan for people: a line for each change, in English with the keys of seed files, or in Arabic with labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal

from models.change import Change, RecordChange
from models.kinds.types import LOCALIZED
from models.plain_numbers import write_number
from models.terminal.text import clean_cell, shorten_pair
from seeds.format.records import LINK_KINDS, RECORDS
from seeds.loading.change_list import rename_hint, renamed
from seeds.loading.outcome import Outcome

Language = Literal["en", "ar"]
LONGEST = 60
WORDS = {"en": ("name", "citation", "→"), "ar": ("اسم", "استشهاد", "←")}
SUMMARY = {
    "en": "{kind}: {come} inserted, {changed} changed, {gone} deleted",
    "ar": "{kind}: أُضيف {come}، تغيّر {changed}، حُذف {gone}",
}
HEADING = {"en": "a load would say: {}", "ar": "لو حُمّلت: {}: أُضيف {:,}، تغيّر {:,}، حُذف {:,}، لم يتغير {:,}"}
RETAINED = "يبقى، لأن مجموعات أخرى تشير إليه: {}"
WARNINGS = "تنبيهات: {:,}؛ تُسرد بالأمر \u200emithaq report gaps"
MORE = {
    "en": "… and {:,} more changes; see all with --format json",
    "ar": "… و{:,} تغييرًا آخر؛ تُعرض كلها مع \u200e--format json",
}
HINT = "تلميح: يحمل {} اسم {}؛ إن كان تغييرًا للمعرّف فاكتب فيه \u200ewas: [{}]"
# The Arabic label of each column of a kind.
LABELS = {
    (kind, column): label.ar
    for kind, spec in (RECORDS | LINK_KINDS).items()
    for each in spec.all_fields
    for column, label in zip(each.columns, each.labels, strict=False)
} | {
    (kind, each.name): each.labels[1 if each.type is LOCALIZED else 0].ar
    for kind, spec in RECORDS.items()
    for each in spec.all_fields
}


def plan_heading(outcome: Outcome, language: Language) -> str:
    """Return the counts of a plan, its retained records and its warnings."""
    if language == "en":
        return HEADING["en"].format(outcome)
    lines = [HEADING["ar"].format(outcome.collection, *outcome.counts())]
    lines += [RETAINED.format("، ".join(outcome.retained))] if outcome.retained else []
    lines += [WARNINGS.format(outcome.warnings)] if outcome.warnings else []
    return "\n".join(lines)


def plan_lines(outcome: Outcome, language: Language) -> Iterator[str]:
    """Yield a line for each kind of record that changes, a line for each change and each code, and hints."""
    counts = Counter((each.kind, each.sign) for each in outcome.records)
    for kind in (kind for kind in RECORDS if any(counts[kind, sign] for sign in "+~-")):
        come, changed, gone = (counts[kind, sign] for sign in "+~-")
        label = RECORDS[kind].plural.en.lower() if language == "en" else RECORDS[kind].plural.ar
        yield SUMMARY[language].format(kind=label, come=come, changed=changed, gone=gone)
    yield from (f"{sign} {key.vocabulary} {key.code}" for sign, key in outcome.codes)
    for record in outcome.records:
        yield from map(clean_cell, _of_record(record, language))
    for new, old in renamed(outcome.records):
        yield f"hint: {rename_hint(new, old)}" if language == "en" else HINT.format(new.slug, old.slug, old.slug)


def _of_record(record: RecordChange, language: Language) -> Iterator[str]:
    kind = record.kind if language == "en" else RECORDS[record.kind].label.ar
    head = f"{record.sign} {kind} {record.slug}"
    if record.sign != "~":
        names = (record.name_en, record.name_ar) if language == "en" else (record.name_ar, record.name_en)
        yield f"{head}  {next(filter(None, names), '')}"
    elif not record.changes:
        yield head
    for change in record.changes:
        yield f"{head}  {_of_change(change, language)}"


def _of_change(change: Change, language: Language) -> str:
    name, citation, arrow = WORDS[language]
    field = LABELS.get((change.kind, change.field), change.field) if language == "ar" else change.field
    sign = "" if change.sign == "~" else f"{change.sign} "
    old, new = shorten_pair(_text(change.old), _text(change.new), LONGEST)
    moved = f"{old} {arrow} {new}" if change.sign == "~" else new if change.sign == "+" else old
    match change.part:
        case "link":
            return f"{sign}{change.item}"
        case "name":
            return f"{sign}{name} {moved} ({change.field})"
        case "citation":
            return " ".join(filter(None, (f"{sign}{citation}", change.item, field, moved)))
        case _:
            return " ".join(filter(None, (change.item, field, moved)))


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return write_number(value) if isinstance(value, float) else str(value)


def plan_as_data(outcome: Outcome) -> dict[str, Any]:
    """Return a plan for JSON: counts, and each record with its changes."""
    return {
        "collection": outcome.collection,
        **dict(zip(("inserted", "updated", "deleted", "unchanged"), outcome.counts(), strict=True)),
        "retained": outcome.retained,
        "warnings": outcome.warnings,
        "codes": [{"sign": sign, **key._asdict()} for sign, key in outcome.codes],
        "records": [
            {**asdict(record), "changes": [change._asdict() for change in record.changes]} for record in outcome.records
        ],
        "hints": [rename_hint(come, gone) for come, gone in renamed(outcome.records)],
    }
