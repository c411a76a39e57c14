"""Read the labels of codes, countries and records that differences name, from both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from models.change import Change
from models.commandline.language import in_language
from models.kinds.links import LINK_KINDS
from models.kinds.records import KINDS
from models.kinds.types import Field, Reference
from models.storage.database import Reader
from reports.differences.comparing import RecordDifference
from reports.display.labels import Labels, add_ids, in_batches


def read_labels(readers: Sequence[Reader], records: Iterable[RecordDifference], language: str) -> Labels:
    """Return the label of each code and country, and the name of each record that a change refers to.

    The last database has the last word. Names that several of them have get the ID behind them.
    """
    slugs = sorted({slug for record in records for change in record.changes for slug in _slugs(record, change)})
    name = in_language("name", language)
    named = f"SELECT slug, {name} FROM v_record WHERE slug IN ({{}})"
    labels: Labels = {}
    for reader in readers:
        codes = reader.select(f"SELECT vocabulary, code, label_{language} FROM v_code")[1]
        labels |= {(vocabulary, code): label for vocabulary, code, label in codes}
        countries = reader.select(f"SELECT code, {name} FROM v_country WHERE code IS NOT NULL")[1]
        labels |= {("country", code): label for code, label in countries}
        labels |= {("record", slug): label for slug, label in in_batches(reader, named, "s", slugs)}
    return add_ids(labels)


def _slugs(record: RecordDifference, change: Change) -> Iterator[str]:
    """Yield the slugs that a change refers to: those of its link, and of a value that it changes."""
    if change.kind in LINK_KINDS:
        values = record.links[change.kind, change.item]
        for each in LINK_KINDS[change.kind].fields:
            if isinstance(each.type, Reference) and values.get(each.name):
                yield values[each.name]
    changed = find_field(change)
    if changed and isinstance(changed.type, Reference):
        yield from filter(None, (change.old, change.new))


def find_field(change: Change) -> Field | None:
    """Return the description of the field that changes; those of every record are those of an agreement."""
    spec = KINDS.get("agreement" if change.kind == "record" else change.kind)
    return next((each for each in spec.all_fields if change.field in each.columns), None) if spec else None
