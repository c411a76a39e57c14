"""Read everything that the pages show, each view once for all pages: the dossiers of all records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from models.kinds.records import RECORDS
from models.storage.database import Reader
from reports.catalogue import columns as col
from reports.catalogue.registry import NAMES, load
from reports.display.table import Column, Fit, Table
from reports.dossiers import sections as near
from reports.dossiers.dossier import Dossier, join_heads
from reports.dossiers.show import OWN_SECTIONS, list_sections, report_name
from reports.query.filters import Filter
from reports.query.report import Report, Selection, compose

Row = Sequence[Any]
ITEM = Column("item", "Item", "", hidden=True)
# Sections of links, and the column of the record to whose evidence a row belongs; empty for the page's own.
OWNERS = {"milestones": "", "parties": "", "positions": "", "offices": "person", "takes_part": "record"}
OWNERS |= {"relations": "subject"}
# The keys of sections that a report narrows to a record by more than one column.
SUBJECTS = "SELECT subject, slug FROM v_figure WHERE subject IS NOT NULL"
ABOUT = "SELECT record, statement FROM v_about"
PARTIES = "SELECT party, record FROM v_participation WHERE party IS NOT NULL"
CITED = "SELECT DISTINCT record, source FROM v_citation WHERE source <> record"
PLACES = near.PLACE._replace(
    name="places",
    title_en=RECORDS["place"].plural.en,
    title_ar=RECORDS["place"].plural.ar,
    columns=(col.SLUG, col.NAME_EN, col.NAME_AR, *near.PLACE.columns[1:], col.COUNTRY),
    source="(SELECT slug, name_en, name_ar, kind AS place_kind, country FROM v_place) places",
    fit=Fit(("name", "place_kind", "country")),
)


class Section(NamedTuple):
    """A section of dossiers, with the rows of each record; the last column of `links` is the item of the row."""

    report: Report
    rows: Mapping[str, list[Row]]
    links: tuple[Column, ...]

    def table(self, slug: str) -> Table:
        """Return the rows of a record as the dossier has them."""
        count = len(self.report.columns)
        rows = [row[:count] for row in self.rows.get(slug, ())]
        return Table(self.report.title_en, self.report.title_ar, self.report.columns, rows)


class Library:
    """The heads and sections of all records. Quotes are read only if `quotes` is set."""

    def __init__(self, reader: Reader, quotes: bool = False) -> None:
        self.heads = _read_heads(reader)
        self.lists = {kind: _read_table(list_report(kind), reader) for kind in RECORDS}
        self.fields = {kind: _read_fields(kind, reader) for kind in RECORDS}
        self.counts = _by_key(self.lists["country"], "code")
        self.sections = {report.name: _read_section(report, reader, quotes) for report in list_sections(positions=True)}
        # A page in each language and the data beside them need the same dossier.
        self._latest: tuple[str, Dossier] | None = None
        self.sector_counts = _read_table(load("sectors"), reader)
        self.stages: list[Row] = reader.rows(
            "SELECT code, rank FROM v_code WHERE vocabulary = 'stage' ORDER BY rank NULLS LAST, code"
        )
        self.gaps = _group(reader.rows("SELECT slug, gap FROM v_gap ORDER BY slug, gap"))

    def dossier(self, slug: str) -> Dossier:
        """Return the record and its sections, as `mithaq show` reads them."""
        if self._latest is None or self._latest[0] != slug:
            self._latest = slug, self._read_dossier(slug)
        return self._latest[1]

    def _read_dossier(self, slug: str) -> Dossier:
        tables = {name: section.table(slug) for name, section in self.sections.items() if slug in section.rows}
        return Dossier(self.head(slug), tables, {})

    def head(self, slug: str) -> Table:
        """Return the record with the fields of its kind, a table of one row."""
        itself = near.ITSELF
        head = Table(itself.title_en, itself.title_ar, itself.columns, [self.heads[slug]])
        kind, code = self.record(slug)["kind"], self.record(slug)["country"]
        columns, rows = self.fields[kind]
        if kind != "country":
            return join_heads(head, head._replace(columns=columns, rows=rows.get(slug, [])))
        codes = join_heads(head, head._replace(columns=columns, rows=rows.get(code, [])))
        return join_heads(codes, self.lists[kind]._replace(rows=self.counts.get(code, [])))

    def record(self, slug: str) -> dict[str, Any]:
        """Return the columns that every record has."""
        names = (column.name for column in near.ITSELF.columns)
        return dict(zip(names, self.heads[slug], strict=True))

    def is_mentioned(self, slug: str) -> bool:
        """Return whether any fact names the record, beside its own names."""
        return any(slug in section.rows for name, section in self.sections.items() if name != "names")


def _read_heads(reader: Reader) -> dict[str, Row]:
    return {row[0]: row for row in reader.rows(compose(near.ITSELF, near.ITSELF.columns, Selection(), {}).sql)}


def list_report(kind: str) -> Report:
    """Return the report that lists the records of a kind."""
    name = report_name(kind)
    return load(name) if name in NAMES else PLACES


def _read_table(report: Report, reader: Reader) -> Table:
    """Read all rows of a report, in its order."""
    rows = reader.rows(compose(report, report.columns, Selection(), {}).sql)
    return Table(report.title_en, report.title_ar, report.columns, rows, fit=report.fit)


def _by_key(table: Table, key: str) -> dict[str, list[Row]]:
    place = [column.name for column in table.columns].index(key)
    return {row[place]: [row] for row in table.rows}


def _read_fields(kind: str, reader: Reader) -> tuple[tuple[Column, ...], dict[str, list[Row]]]:
    """Read the fields that only records of a kind have: the columns, and the row of each slug or country code."""
    if kind == "country":
        return near.COUNTRY.columns, _read_rows(near.COUNTRY, "code", reader)
    report = OWN_SECTIONS[kind] if kind in OWN_SECTIONS else list_report(kind)
    return report.columns, _read_rows(report, "slug", reader)


def _read_rows(report: Report, key: str, reader: Reader) -> dict[str, list[Row]]:
    """Read a report for all values of a key; other conditions follow the key: `record AND reading IS NULL`."""
    name, _, condition = key.partition(" AND ")
    narrowed = report._replace(filters=(Filter("condition", condition),))
    columns = (Column(name, "", ""), *report.columns)
    query = compose(narrowed, columns, Selection(), {"condition": {}} if condition else {})
    return _group(reader.rows(query.sql))


def _group(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their first column, and leave it out."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for key, *rest in rows:
        if key is not None:
            groups[key].append(rest)
    return dict(groups)


def _read_section(report: Report, reader: Reader, quotes: bool) -> Section:
    links = (*report.columns, ITEM) if report.name in OWNERS else report.columns
    wide = report._replace(columns=links)
    match report.name:
        case "figures":
            rows = _narrow(load("figures"), f"{SUBJECTS} UNION {PARTIES}", reader)
        case "statements":
            rows = _narrow(load("statements"), f"{ABOUT} UNION {PARTIES}", reader)
        case "articles" | "datasets":
            rows = _narrow(report, CITED, reader)
        case "relations":
            rows = _by_ends(load("relations")._replace(columns=links), reader)
        case _:
            rows = _read_rows(wide, report.filters[0].predicate.replace(" = :record", ""), reader)
    if not quotes and near.QUOTE in links:
        rows = _without_quotes(rows, links.index(near.QUOTE))
    return Section(report, rows, links)


def _narrow(report: Report, keys: str, reader: Reader) -> dict[str, list[Row]]:
    """Read a report of records, and group it by the records that they belong to, in the order of the report."""
    owners: dict[str, list[str]] = defaultdict(list)
    for owner, slug in reader.rows(keys):
        owners[slug].append(owner)
    place = [column.name for column in report.columns].index("slug")
    rows = reader.rows(compose(report, report.columns, Selection(), {}).sql)
    return _group((owner, *row) for row in rows for owner in owners.get(row[place], ()))


def _by_ends(report: Report, reader: Reader) -> dict[str, list[Row]]:
    names = [column.name for column in report.columns]
    places = [names.index(end) for end in near.ENDS]
    rows = reader.rows(compose(report, report.columns, Selection(), {}).sql)
    return _group((row[place], *row) for row in rows for place in places)


def _without_quotes(groups: dict[str, list[Row]], place: int) -> dict[str, list[Row]]:
    return {slug: [[*row[:place], None, *row[place + 1 :]] for row in rows] for slug, rows in groups.items()}
