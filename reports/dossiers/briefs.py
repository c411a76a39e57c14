"""One-page dossiers of a country, a pair of countries or a sector."""

from __future__ import annotations

from models.kinds.records import COOPERATION, RECORDS
from models.storage.database import Reader
from reports.catalogue import columns as col
from reports.catalogue import matrix
from reports.catalogue.registry import load
from reports.display.table import Column, Table
from reports.dossiers import sections as near
from reports.dossiers.dossier import Dossier, Part, gather, join_heads, read_one
from reports.dossiers.show import read_country
from reports.query.bindings import bind
from reports.query.filters import Bindings, Filter, both, of_country
from reports.query.lookup import find_code, find_country
from reports.query.report import Report, Selection
from reports.run_report import Style

SHORT = Selection(limit=8)
# Joint records come first, then counts and statements.
DONE = tuple(RECORDS[kind].section for kind in COOPERATION)
AROUND = ("sectors", "figures", "statements", "people", "organizations")
MOST = Selection(sort="-records", limit=8)
PARTNERS = matrix.VARIANTS["country-country"]._replace(
    name="partners",
    title_en="Partners",
    title_ar="الشركاء",
    columns=(Column("column_code", "Partner", "الشريك", "code", "country"), col.RECORDS, col.PLANNED),
    layout="plain",
    top=0,
)
COUNTRY = near.ITSELF._replace(filters=(Filter("country", "kind = 'country' AND country = :country"),))
SECTOR = Report(
    name="sector",
    title_en="Sector",
    title_ar="القطاع",
    line="",
    columns=(col.SLUG, col.NAME_EN, col.NAME_AR, col.SUMMARY_EN, col.SUMMARY_AR),
    source="""(
    SELECT code AS slug, label_en AS name_en, label_ar AS name_ar,
        definition_en AS summary_en, definition_ar AS summary_ar
    FROM v_code
    WHERE vocabulary = 'sector'
) sector""",
    order=("slug",),
    filters=(Filter("sector", "slug = :sector"),),
)
THIS_SECTOR = Filter("sector", "p.broader = :sector")
NARROWER = Filter("sector", "p.broader IN (SELECT narrower FROM v_sector_path WHERE broader = :sector AND depth > 0)")


def country(value: str, style: Style, reader: Reader) -> Dossier:
    """Build the dossier of a country: its counts, partners and sectors, and the newest records.

    Raises:
        MithaqError: there is no such country.
    """
    code = find_country(reader, value)
    bindings = {"country": {"country": code}}
    head = join_heads(read_one(COUNTRY, "country", code, reader), read_country(code, reader))
    first, then = _build_parts(DONE, bindings, f"--country {code}"), _build_parts(AROUND, bindings, f"--country {code}")
    partners = Part(PARTNERS, bindings, MOST, f"mithaq report matrix --country {code} --sort -records")
    return gather(head, [*first, partners, *then], style, reader)


def pair(first: str, second: str, style: Style, reader: Reader) -> Dossier:
    """Build the dossier of two countries: their shared sectors, agreements, events, initiatives and relations.

    Raises:
        MithaqError: a value is not a country, or both are the same.
    """
    bindings = bind([both(of_country())], {"pair": (first, second)}, reader)
    codes = [bindings["pair"][f"pair_{side}"] for side in "ab"]
    countries = [read_one(COUNTRY, "country", code, reader) for code in codes]
    names = (*DONE, "figures", "relations", "statements", "sectors")
    return gather(_join_countries(countries), _build_parts(names, bindings, f"--pair {' '.join(codes)}"), style, reader)


def sector(value: str, style: Style, reader: Reader) -> Dossier:
    """Build the dossier of a sector: its narrower sectors, its countries, and the newest records.

    Raises:
        MithaqError: there is no such sector.
    """
    code = find_code(reader, "sector", value)
    sectors, bindings = load("sectors"), {"sector": {"sector": code}}
    counts = read_one(sectors._replace(filters=(THIS_SECTOR,)), "sector", code, reader)
    narrower = sectors._replace(title_en="Narrower sectors", title_ar="القطاعات الأضيق", filters=(NARROWER,))
    parts = _build_parts((*DONE, "countries"), bindings, f"--sector {code}")
    parts.append(Part(narrower, bindings, SHORT, f"mithaq report sectors --sector {code}"))
    parts += _build_parts(("organizations", "statements"), bindings, f"--sector {code}")
    return gather(join_heads(read_one(SECTOR, "sector", code, reader), counts), parts, style, reader)


def _build_parts(names: tuple[str, ...], bindings: Bindings, options: str) -> list[Part]:
    return [Part(load(name), bindings, SHORT, f"mithaq report {name} {options}") for name in names]


def _join_countries(countries: list[Table]) -> Table:
    """Build a head for two countries, with their slugs and names joined."""
    columns = (col.SLUG, col.NAME_EN, col.NAME_AR)
    places = [[column.name for column in near.ITSELF.columns].index(column.name) for column in columns]
    rows = [next(iter(table.rows)) for table in countries]
    marks = (" ", " – ", " – ")
    row = [mark.join(row[place] or "" for row in rows) for mark, place in zip(marks, places, strict=True)]
    return Table("Pair of countries", "دولتان", columns, [row])
