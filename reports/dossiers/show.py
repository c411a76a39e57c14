"""The dossier of a record: the record itself and everything that refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.kinds.records import RECORDS
from models.storage.database import Reader
from reports.catalogue.registry import load
from reports.display.table import Table
from reports.dossiers import sections as near
from reports.dossiers.dossier import Dossier, Part, gather, head_record, join_heads, read_one
from reports.query.filters import Filter
from reports.query.lookup import find_record
from reports.query.report import Report
from reports.run_report import Style

# Kinds whose report has a column `kind` of its own, which would hide the kind of record.
OWN_SECTIONS = {"organization": near.ORGANIZATION, "place": near.PLACE}
OF_SLUG = Filter("record", "slug = :record")


def show(value: str, style: Style, reader: Reader, positions: bool = False) -> Dossier:
    """Build the dossier of the record with this slug, former slug or name; with the positions of citations on request.

    Raises:
        MithaqError: there is no such record; the message suggests similar names.
    """
    slug = find_record(reader, value)
    itself = read_one(near.ITSELF, "record", slug, reader)
    head = join_heads(itself, _read_kind_fields(head_record(itself), reader))
    sections = list(list_sections(positions or style.as_data, drawn=not style.as_data))
    if head_record(head)["kind"] == "country":
        # A country's many spellings come last.
        sections.append(sections.pop(sections.index(near.NAMES)))
    dossier = gather(head, [Part(report, {"record": {"record": slug}}) for report in sections], style, reader)
    if style.as_data or "citations" not in dossier.sections:
        return dossier
    evidence = _name_sources_once(_name_facts_once(dossier.sections["citations"]))
    return dossier._replace(sections={**dossier.sections, "citations": evidence})


def _name_sources_once(evidence: Table) -> Table:
    """Name each source of the evidence once, before its rows; a single source is named by the next section."""
    place = [column.name for column in evidence.columns].index("source")
    rows = list(map(list, evidence.rows))
    sources = [row[place] for row in rows]
    for row, before in zip(rows, [None if len(set(sources)) > 1 else sources[0], *sources], strict=False):
        row[place] = None if row[place] == before else row[place]
    return evidence._replace(rows=rows)


def _name_facts_once(evidence: Table) -> Table:
    """Put the rows of a fact together, in the order in which facts first occur, and name it in the first of them.

    Evidence of the fact itself comes before evidence of its fields.
    """
    place, field = ([column.name for column in evidence.columns].index(name) for name in ("item", "field"))
    facts: dict[str, list[Sequence[Any]]] = {}
    for row in evidence.rows:
        facts.setdefault(row[place], []).append(row)
    for rows in facts.values():
        rows.sort(key=lambda row: row[field] is not None)
    return evidence._replace(
        rows=[row if row is rows[0] else _without(row, place) for rows in facts.values() for row in rows]
    )


def _without(row: Sequence[Any], place: int) -> list[Any]:
    return [None if each == place else cell for each, cell in enumerate(row)]


def _read_kind_fields(record: dict[str, Any], reader: Reader) -> Table:
    """Read the fields that only records of this kind have."""
    kind = record["kind"]
    if kind == "country":
        return read_country(record["country"], reader)
    report = OWN_SECTIONS[kind] if kind in OWN_SECTIONS else load(report_name(kind))._replace(filters=(OF_SLUG,))
    return read_one(report, "record", record["slug"], reader)


def read_country(code: str, reader: Reader) -> Table:
    """Read the codes of a country, and its counts if it has any."""
    codes = read_one(near.COUNTRY, "record", code, reader)
    return join_heads(codes, read_one(load("countries"), "country", code, reader))


def report_name(kind: str) -> str:
    """Return the name of the report of a kind: its plural, as in `people`."""
    return RECORDS[kind].plural.en.lower().replace(" ", "")


def list_sections(positions: bool, drawn: bool = False) -> Iterator[Report]:
    """Yield the sections of any record, with positions as data or `drawn`; `gather` drops those without rows.

    Stage, parties and dates come first, then the records to which it belongs, statements, variants and evidence.
    """
    yield from (near.NAMES, near.IDENTIFIERS, near.MILESTONES, near.PARTIES, near.POSITIONS, near.OFFICES)
    yield from (near.PARTS, near.EVENTS_AT, near.MILESTONES_AT, near.TAKES_PART)
    yield from (near.figures(), near.statements(), near.relations())
    yield near.SUPPORTS
    yield near.VARIANTS if positions else near.without_span(near.VARIANTS)
    yield (near.LOCATED if drawn else near.CITATIONS) if positions else near.EVIDENCE
    yield from (near.ARTICLES, near.DATASETS)
