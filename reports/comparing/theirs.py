"""Read the agreements of an outside table by its map, as a load would, without loading them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import MithaqError
from models.kinds.actions import AGREEMENT
from reports.comparing.entries import LANGUAGES, Entry, Parties

if TYPE_CHECKING:
    from models.edtf_dates import EdtfDate
    from seeds.format.records import Link, Record
    from seeds.tables.source import TableSource


def read_theirs(table: Path, settings: Path, parties: Parties) -> list[Entry]:
    """Return the agreements that a table states, in the order of its rows.

    Raises:
        MithaqError: the table or its map has problems, each on a line of its own, or states no agreements.
    """
    source = _open(table, settings)
    records: dict[str, list[Record]] = {}
    for row in source.rows():
        for record in row.read():
            if record.kind == AGREEMENT.kind:
                records.setdefault(record.slug, []).append(record)
    source.problems.raise_if_any()
    if not records:
        raise MithaqError(
            f"{table} states no agreements by {settings.name}; an entry under records: needs - record: agreement"
        )
    return [_entry(slug, stated, parties) for slug, stated in records.items()]


def _open(table: Path, settings: Path) -> TableSource:
    from seeds.format.collection import read_reference
    from seeds.format.files import LOOKUPS, MAP, StoredFile, TableFile
    from seeds.format.problems import Problems
    from seeds.tables.source import TableSource

    for path in (table, settings):
        if not path.is_file():
            raise MithaqError(f"there is no file {path}; write a map with: mithaq seed new FOLDER --table {table.name}")
    problems = Problems()
    lookups = settings.with_name(settings.name.removesuffix(MAP) + LOOKUPS)
    source = TableSource(
        TableFile(table.name, str(table)),
        StoredFile(settings.name, str(settings)),
        StoredFile(lookups.name, str(lookups)) if lookups.is_file() else None,
        read_reference(),
        problems,
    )
    problems.raise_if_any()
    return source


def _entry(slug: str, stated: list[Record], parties: Parties) -> Entry:
    links = [link for record in stated for link in record.links]
    titles = [title for record in stated for title in _titles(record)]
    members = [link.values.get("party") for link in links if link.kind == "participation"]
    identifiers = [(link.values["scheme"], link.values["value"]) for link in links if link.kind == "identifier"]
    signed = _signature(links)
    return Entry(
        slug,
        identifiers,
        {parties.name(party) for party in members if party},
        dict.fromkeys(titles),
        *(signed or ()),
    )


def _titles(record: Record) -> list[tuple[str, str]]:
    name = record.values.get("name")
    printed = [(language, text) for language, text in zip(LANGUAGES, name, strict=True) if text] if name else []
    return [*printed, *((each.language, each.text) for each in record.names)]


def _signature(links: list[Link]) -> EdtfDate | None:
    """Return the earliest dated signature that occurred, else the adoption."""
    steps = [link.values for link in links if link.kind == "milestone" and link.values.get("outlook") == "occurred"]
    for stage in ("signed", "adopted"):
        dates: list[EdtfDate] = [step["date"] for step in steps if step["stage"] == stage and step.get("date")]
        if dates:
            return min(dates, key=lambda date: (date.last or "~", date.first or ""))
    return None
