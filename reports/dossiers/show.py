"""The dossier of a record: what it is, and everything that the database says around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.kinds.records import RECORDS
from models.storage.database import Reader
from reports.catalogue.registry import load
from reports.display.table import Table
from reports.dossiers import sections as near
from reports.dossiers.dossier import Dossier, Part, gather, joined, one, record_of
from reports.query.filters import Filter
from reports.query.lookup import find_record
from reports.query.report import Report
from reports.run_report import Style

# Kinds whose report has a column `kind` of its own, which would hide the kind of record.
OWN = {"organization": near.ORGANIZATION, "place": near.PLACE}
OF_SLUG = Filter("record", "slug = :record")


def show(value: str, style: Style, reader: Reader) -> Dossier:
    """The dossier of the record with this slug, former slug or name.

    Raises:
        MithaqError: no record is called so; the message names the nearest.
    """
    slug = find_record(reader, value)
    itself = one(near.ITSELF, "record", slug, reader)
    head = joined(itself, _of_kind(record_of(itself), reader))
    return gather(head, [Part(report, {"record": {"record": slug}}) for report in _sections()], style, reader)


def _of_kind(record: dict[str, Any], reader: Reader) -> Table:
    """What the database says of a record of this kind besides."""
    kind = record["kind"]
    if kind == "country":
        return one(load("countries"), "country", record["country"], reader)
    report = OWN[kind] if kind in OWN else load(_report(kind))._replace(filters=(OF_SLUG,))
    return one(report, "record", record["slug"], reader)


def _report(kind: str) -> str:
    """Return the name of the report of a kind: its plural, as in `people`."""
    return RECORDS[kind].plural.en.lower()


def _sections() -> Iterator[Report]:
    """Sections of any record; those without rows are left out."""
    yield from (near.NAMES, near.PARTIES, near.MILESTONES, near.POSITIONS, near.OFFICES)
    yield from (near.PARTS, near.HELD_AT, near.STEPS_AT, near.TAKES_PART)
    yield from (near.figures(), near.statements(), near.relations())
    yield from (near.SUPPORTS, near.OTHERWISE, near.CITATIONS, near.ARTICLES)
