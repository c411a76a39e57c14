"""The contents of the site: everything read from the database, and which records have a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup

from models import SHIPPED
from models.errors import MithaqError
from models.kinds.records import COOPERATION, RECORDS, having
from models.kinds.types import Label
from models.storage.database import Reader
from reports.catalogue import matrix
from reports.display.table import Column, Table
from reports.dossiers.show import report_name
from reports.pictures.drawing import draw_report
from reports.query.report import Selection, compose, read
from reports.site import members
from reports.site.addresses import Addresses
from reports.site.article_page import read_cited
from reports.site.cells import Drawer, Grid
from reports.site.evidence import Evidence
from reports.site.library import Library
from reports.site.wording import read_wording

LANGUAGES = ("en", "ar")
Rows = list[Sequence[Any]]
# How far a page may be below the folder of its language.
DEPTHS = ("", "../")
SECTORS = "SELECT code, parent, name_en, name_ar FROM v_sector ORDER BY code"
DEFINITIONS = "SELECT code, definition_en, definition_ar FROM v_code WHERE vocabulary = 'sector'"
COUNTRIES = "SELECT code, slug FROM v_country"
OF_COLLECTION = """
SELECT slug FROM v_record WHERE collection = :collection
UNION SELECT record FROM v_citation WHERE collection = :collection"""
LOADED = """
SELECT substr(loaded_at, 1, 10), version, collection FROM v_load ORDER BY loaded_at DESC, id DESC"""
PAIRED = matrix.VARIANTS["country-country"]._replace(top=0)


class Options(NamedTuple):
    """The choices of a user: one collection, the address of the site on the web, and whether to quote."""

    collection: str | None = None
    base_url: str = ""
    quotes: bool = False


class Contents:
    """Everything that the pages show.

    Raises:
        MithaqError: no text is attached that could be quoted.
    """

    def __init__(self, reader: Reader, options: Options) -> None:
        _check(reader, options)
        self.reader = reader
        self.given = {"collection": options.collection} if options.collection else {}
        self.library = Library(reader, options.quotes)
        self.evidence = Evidence(self.library)
        self.cited = read_cited(reader)
        self.countries = {code: slug for code, slug in reader.rows(COUNTRIES)}
        self.sectors = {code: row for code, *row in reader.rows(SECTORS)}
        self.definitions = {code: row for code, *row in reader.rows(DEFINITIONS)}
        self.of_country = members.of_countries(reader)
        self.of_sector = members.of_sectors(reader)
        self.pairs = members.of_pairs(reader)
        paired = compose(PAIRED, PAIRED.columns, Selection(), {})
        self.partners = list(read(PAIRED, Selection(), paired, reader).rows)
        self.slugs = set(self._list_pages(reader, options))
        self.data_date, self.version = _read_version(reader)
        names = {slug: (row[2], row[3]) for slug, row in self.library.heads.items()}
        used = {code for code, records in self.of_sector.items() if records & self.slugs}
        wordings = {language: read_wording(reader, language) for language in LANGUAGES}
        self.drawers = {
            (language, up): Drawer(wordings[language], Addresses(self.slugs, self.countries, used, up), names)
            for language in LANGUAGES
            for up in DEPTHS
        }
        self.used_sectors = sorted(used)
        self._drawn: dict[tuple[str, str, str], tuple[Grid, dict[str, int]]] = {}

    @cached_property
    def shown_pairs(self) -> dict[tuple[str, str], members.Pair]:
        """The pairs of countries with a page: both have one, and so has a record that they share with no other."""
        return {
            two: pair
            for two, pair in self.pairs.items()
            if pair.bilateral & self.slugs and {self.countries[code] for code in two} <= self.slugs
        }

    @property
    def titles(self) -> dict[str, Label]:
        """The titles of the lists of records, by the names of their pages."""
        return {report_name(kind): record.plural for kind, record in RECORDS.items()}

    @property
    def partner_columns(self) -> tuple[Column, ...]:
        """The columns of the partners: country, partner, and the counts of records done and planned."""
        row, column, *counts = PAIRED.columns
        return (row, column._replace(label_en="Partner", label_ar="الشريك"), *counts)

    @cached_property
    def sector_rows(self) -> Rows:
        """The counts of the sectors that have a page."""
        return [row for row in self.library.sector_counts.rows if row[0] in self.used_sectors]

    @property
    def sector_columns(self) -> tuple[Column, ...]:
        """The columns of the sectors; the first names the sector itself."""
        code, *rest = self.library.sector_counts.columns
        return (code._replace(label_en="Sector", label_ar="القطاع", type="code", vocabulary="sector"), *rest)

    def draw(self, name: str, drawer: Drawer, limit: int | None = None, **given: str) -> Markup:
        """Return the picture of a report in the language of a page, with links to other pages."""
        filters = self.given | given
        find, wording = drawer.addresses.find, drawer.wording
        return Markup(
            draw_report(self.reader, name, wording.lang, given=filters, limit=limit, find=find, wording=wording)
        )

    def said_of(self, two: tuple[str, str]) -> set[str]:
        """Return the statements and figures of both countries."""
        both = self.of_country.get(two[0], set()) & self.of_country.get(two[1], set())
        return {slug for slug in both if not RECORDS[self.kind(slug)].can_be_cooperation}

    def by_stage(self) -> list[tuple[str, int]]:
        """Return the number of agreements and initiatives at each stage, in the order of stages."""
        stages = Counter(self._values("stage", having(lambda kind: kind.has_stage)))
        return [(code, stages[code]) for code, _ in self.library.stages if stages[code]]

    def by_sector(self) -> list[tuple[str, int]]:
        """Return the number of records of cooperation in each sector, the busiest first."""
        counted = {
            code: sum(self.kind(slug) in COOPERATION for slug in records & self.slugs)
            for code, records in self.of_sector.items()
        }
        return sorted(((code, count) for code, count in counted.items() if count), key=lambda pair: (-pair[1], pair[0]))

    def _values(self, name: str, kinds: Iterable[str]) -> Iterator[str]:
        for kind in kinds:
            table = self.list(kind)
            place = [column.name for column in table.columns].index(name)
            yield from (row[place] for row in table.rows)

    def kind(self, slug: str) -> str:
        return str(self.library.heads[slug][1])

    def list(self, kind: str) -> Table:
        """Return the records of a kind that have a page, in the order of its report."""
        table = self.library.lists[kind]
        if kind == "country":
            table = self._with_mentioned(table)
        place = [column.name for column in table.columns].index("slug")
        return table._replace(rows=[row for row in table.rows if row[place] in self.slugs])

    def _with_mentioned(self, table: Table) -> Table:
        """Add the countries that are mentioned without being partners in anything."""
        names = [column.name for column in table.columns]
        counted = {row[names.index("slug")] for row in table.rows}
        mentioned = self.slugs - counted
        slugs = [slug for slug in self.library.heads if slug in mentioned and self.kind(slug) == "country"]
        heads = [dict.fromkeys(names) | self.library.record(slug) for slug in slugs]
        rows = [[head["country"], *(head[name] for name in names[1:])] for head in heads]
        return table._replace(rows=[*table.rows, *rows])

    def fit(self, kind: str) -> tuple[str, ...]:
        """Return the columns of a list by importance, named without their language."""
        fit = self.library.lists[kind].fit
        return ("name", *fit.always, *fit.then)

    def drawn(self, kind: str, drawer: Drawer) -> tuple[Grid, dict[str, int]]:
        """Return the list of a kind, drawn once for all pages, and the place of each record in it."""
        key = (kind, drawer.language, drawer.addresses.up)
        if key not in self._drawn:
            table = self.list(kind)
            rows = list(table.rows)
            title = table.title_ar if drawer.language == "ar" else table.title_en
            place = [column.name for column in table.columns].index("slug")
            order = {row[place]: at for at, row in enumerate(rows)}
            self._drawn[key] = drawer.full_grid(title, table.columns, rows), order
        return self._drawn[key]

    def _list_pages(self, reader: Reader, options: Options) -> Iterator[str]:
        """Yield the records with a page: those that a text mentions; for a collection, also those that they name."""
        if options.collection is None:
            yield from filter(self._is_shown, self.library.heads)
            return
        own = [slug for (slug,) in reader.rows(OF_COLLECTION, {"collection": options.collection})]
        for slug in filter(self._is_shown, own):
            yield slug
            yield from self._names_of(slug)

    def _is_shown(self, slug: str) -> bool:
        """Return whether a record has a page: a shipped country only if a text mentions it."""
        kind, code = self.kind(slug), self.library.heads[slug][6]
        if not RECORDS[kind].only_shipped:
            return True
        return self.library.is_mentioned(slug) or bool(self.of_country.get(code))

    def _names_of(self, slug: str) -> Iterator[str]:
        """Yield the records that the facts of a record name."""
        dossier = self.library.dossier(slug)
        for table in (dossier.head, *dossier.sections.values()):
            for row in table.rows:
                for column, value in zip(table.columns, row, strict=True):
                    yield from self._named_in(column, value)

    def _named_in(self, column: Column, value: Any) -> Iterator[str]:
        if not value or not column.vocabulary:
            return
        for code in (each.partition(":")[0] for each in str(value).split("; ")):
            if "record" in column.vocabularies and code in self.library.heads:
                yield code
            elif "country" in column.vocabularies and code in self.countries:
                yield self.countries[code]


def _check(reader: Reader, options: Options) -> None:
    if options.quotes and not reader.value("SELECT count(*) FROM v_article WHERE attached = 1"):
        raise MithaqError("no text is attached that could be quoted; attach one with: mithaq article attach FILE")


def _read_version(reader: Reader) -> tuple[str, str]:
    """Return the day of the newest load, and the version of the shipped data; both are empty before any load."""
    loads: list[Sequence[str]] = reader.rows(LOADED)
    version = next((version for _, version, collection in loads if collection == SHIPPED and version), "")
    return (loads[0][0] if loads else ""), version
