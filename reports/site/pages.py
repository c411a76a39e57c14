"""The pages of the site: the path, the template, the content in a language, and the data beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from models.kinds.records import COOPERATION, RECORDS
from models.plain_numbers import without_exponents
from reports.display.dates import write_date
from reports.display.table import Column
from reports.dossiers.dossier import as_json
from reports.dossiers.show import report_name
from reports.site.addresses import pair_path, record_path, sector_path
from reports.site.article_page import draw_strip, list_passages, proof_data, share
from reports.site.cells import Cell, Drawer, Grid, Piece
from reports.site.contents import Contents
from reports.site.record_page import MOST_ROWS, RecordPage
from reports.site.words import GUIDE, say

Context = dict[str, Any]
# Columns of a list beside the name.
MOST_COLUMNS = 6
NEWEST = 8
NEWEST_OF = ("agreement", "event")
# Rows of a report that a picture shows.
MOST_DRAWN = 40
FEWEST_DRAWN = 3
SHORT = ("name", "stage", "outlook", "date")
BUSIEST = 12
# Per cent of its cell, so that there is room for the number.
WIDEST = 70
# Records in the order in which the page of a country, sector or pair lists them.
GROUPED = (*COOPERATION, *(kind for kind in RECORDS if kind not in COOPERATION and kind not in ("country", "article")))
PROOF_WORDS = ("proof_same", "proof_other", "proof_not_text", "proof_insecure", "proof_close")


class Page(NamedTuple):
    """A page: its path without ending, its template, its content in a language, and its data as JSON."""

    path: str
    template: str
    content: Callable[[Drawer], Context]
    data: Callable[[], str] | None = None

    @property
    def up(self) -> str:
        """Return the way to the folder of the language."""
        return "../" * self.path.count("/")


def list_pages(contents: Contents) -> Iterator[Page]:
    """Yield all pages of the site."""
    yield Page("index", "home", lambda drawer: _home(contents, drawer))
    yield Page("about", "about", _about)
    yield Page("search", "search", _search)
    for kind in RECORDS:
        yield Page(report_name(kind), "list", _bind(_list, contents, kind))
    yield Page("sectors", "list", lambda drawer: _sectors(contents, drawer))
    yield Page("pairs", "list", lambda drawer: _pairs(contents, drawer))
    for slug in sorted(contents.slugs):
        yield _record_page(contents, slug)
    for code in contents.used_sectors:
        yield Page(sector_path(code), "group", _bind(_sector, contents, code), _bind(_sector_data, contents, code))
    for two in contents.shown_pairs:
        yield Page(pair_path(*two), "group", _bind(_pair, contents, two), _bind(_pair_data, contents, two))


def _bind(function: Callable[..., Any], *first: Any) -> Callable[..., Any]:
    return lambda *then: function(*first, *then)


def _record_page(contents: Contents, slug: str) -> Page:
    kind = contents.kind(slug)
    template = kind if kind in ("article", "country") else "record"
    content = {"article": _article, "country": _country}.get(kind, _record)
    return Page(
        record_path(slug),
        template,
        _bind(content, contents, slug),
        lambda: as_json(contents.library.dossier(slug)),
    )


def _record(contents: Contents, slug: str, drawer: Drawer) -> Context:
    page = RecordPage(slug, contents.library, contents.evidence, drawer)
    summary, name = page.summary(), page.title()
    kind = drawer.label("kind", page.kind)
    return {
        "title": name.text,
        "description": drawer.say("description_record", kind=kind, summary=summary.text if summary else name.text),
        "cite_as": (name.text, slug),
        "page": page,
        "kind_label": kind,
        "other_name": drawer.other_name(slug),
        "ladder": page.ladder(),
        "facts": list(page.facts()),
        "sections": list(page.sections()),
    }


def _article(contents: Contents, slug: str, drawer: Drawer) -> Context:
    context = _record(contents, slug, drawer)
    head = context["page"].head
    rows = contents.cited.get(slug, {})
    passages = list_passages(rows, drawer)
    return context | {
        "passages": passages,
        "strip": draw_strip(list(rows)),
        "share": share(list(rows), head["length"]),
        "length": head["length"],
        "text_language": head["language"],
        "proof_data": proof_data(head["digest"], passages),
        "proof_words": json.dumps({name: say(name, drawer.language) for name in PROOF_WORDS}),
        "scripts": ("forms", "proof"),
    }


def _country(contents: Contents, slug: str, drawer: Drawer) -> Context:
    code = contents.library.record(slug)["country"]
    return _record(contents, slug, drawer) | {
        "wide": _timeline(contents, drawer, contents.of_country.get(code, set()), country=code),
        "partners": _partners(contents, code, drawer),
        "lists": list(_lists(contents, contents.of_country.get(code, set()), drawer)),
    }


def _partners(contents: Contents, code: str, drawer: Drawer) -> Grid:
    """Return the countries that cooperate with one, the busiest first, with links to the pages of pairs."""
    rows = [row for row in contents.partners if row[0] == code]
    rows.sort(key=lambda row: (-row[2], -row[3], row[1]))
    columns = contents.partner_columns
    grid = drawer.grid(drawer.say("partners"), columns[1:], [row[1:] for row in rows])
    pages = [_pair_cell(contents, code, row[1], drawer) for row in rows]
    return grid._replace(
        columns=(*grid.columns, Column("pair", "", "")),
        headers=(*grid.headers, drawer.say("pair")),
        rows=[(*cells, page) for cells, page in zip(grid.rows, pages, strict=True)],
    )


def _pair_cell(contents: Contents, first: str, second: str, drawer: Drawer) -> Cell:
    """Return a link to the page of two countries, if they have one."""
    two = (min(first, second), max(first, second))
    if two not in contents.shown_pairs:
        return Cell()
    return Cell(
        (Piece(_pair_name(two, drawer), f"{drawer.addresses.up}{pair_path(*two)}.html"),), _pair_name(two, drawer)
    )


def _pair_name(two: tuple[str, str], drawer: Drawer) -> str:
    return drawer.say("pair_page", *(drawer.label("country", code) for code in two))


def _lists(contents: Contents, slugs: set[str], drawer: Drawer) -> Iterator[tuple[str, Grid]]:
    """Yield a table of the first of these records of each kind, with the name of its section."""
    for kind in GROUPED:
        every, order = contents.drawn(kind, drawer)
        if found := sorted(order[slug] for slug in slugs if slug in order):
            rows = [every.rows[place] for place in found[:MOST_ROWS]]
            grid = every._replace(rows=rows, rest=max(0, len(found) - MOST_ROWS))
            yield report_name(kind), _choose(grid, contents.fit(kind))


def _choose(grid: Grid, names: Sequence[str]) -> Grid:
    """Return a list with the columns of these names, in this order, as many as there is room for."""
    ranked = {name: place for place, name in reversed(list(enumerate(names)))}
    filled = grid.without_empty()
    places = [place for place, column in enumerate(filled.columns) if column.base_name in ranked]
    return filled.select(sorted(places, key=lambda place: ranked[filled.columns[place].base_name])[: MOST_COLUMNS + 1])


def _list(contents: Contents, kind: str, drawer: Drawer) -> Context:
    grid = _choose(contents.drawn(kind, drawer)[0], contents.fit(kind))
    remark = (
        drawer.say("unmentioned") if RECORDS[kind].only_shipped else RECORDS[kind].definition[drawer.language == "ar"]
    )
    return _list_context(grid, remark)


def _list_context(grid: Grid, remark: str) -> Context:
    return {
        "title": grid.title,
        "description": f"{grid.title}. {remark}",
        "grid": grid,
        "remark": remark,
        "scripts": ("folding", "list"),
    }


def _sectors(contents: Contents, drawer: Drawer) -> Context:
    grid = drawer.grid(drawer.say("sectors"), contents.sector_columns, contents.sector_rows)
    return _list_context(grid, drawer.say("cooperation_why"))


def _pairs(contents: Contents, drawer: Drawer) -> Context:
    labels = [RECORDS[kind].plural[drawer.language == "ar"] for kind in COOPERATION]
    rows = []
    for two in contents.shown_pairs:
        kinds = [contents.kind(slug) for slug in contents.pairs[two].records]
        counts = [kinds.count(kind) for kind in COOPERATION]
        cells = (Cell((Piece(str(count)),), f"{count:09}", True) for count in counts)
        rows.append((_pair_cell(contents, *two, drawer), *cells))
    columns = (Column("pair", "", ""), *(Column(kind, "", "", "integer") for kind in COOPERATION))
    title = drawer.say("pairs")
    return _list_context(Grid(title, columns, (title, *labels), rows), drawer.say("cooperation_why"))


def _sector(contents: Contents, code: str, drawer: Drawer) -> Context:
    arabic = drawer.language == "ar"
    parent, *names = contents.sectors[code]
    name = drawer.label("sector", code)
    definition = contents.definitions[code][arabic] or ""
    narrower = [each for each in contents.used_sectors if contents.sectors[each][0] == code]
    introduction = [Cell((Piece(definition),))] if definition else []
    introduction += _sector_links("broader", [parent] if parent else [], drawer)
    introduction += _sector_links("narrower", narrower, drawer)
    return {
        "title": name,
        "description": f"{drawer.say('sector')}. {name}. {definition}",
        "cite_as": (name, code),
        "kind_label": drawer.say("sector"),
        "heading": name,
        "other_name": names[not arabic],
        "introduction": introduction,
        "wide": _timeline(contents, drawer, contents.of_sector[code], sector=code),
        "lists": list(_lists(contents, contents.of_sector[code], drawer)),
    }


def _sector_links(words: str, codes: Sequence[str], drawer: Drawer) -> list[Cell]:
    pieces = [Piece(drawer.label("sector", code), drawer.addresses.find("sector", code)) for code in codes]
    if not pieces:
        return []
    return [Cell((Piece(f"{drawer.say(words)}: {pieces[0].text}", pieces[0].href), *pieces[1:]))]


def _sector_data(contents: Contents, code: str) -> str:
    parent, name_en, name_ar = contents.sectors[code]
    head = {"code": code, "parent": parent, "name_en": name_en, "name_ar": name_ar}
    return _group_data(contents, head, contents.of_sector[code])


def _pair(contents: Contents, two: tuple[str, str], drawer: Drawer) -> Context:
    pair = contents.pairs[two]
    name = _pair_name(two, drawer)
    countries = [drawer.name(contents.countries[code]) for code in two]
    return {
        "title": name,
        "description": f"{drawer.say('cooperation')}. {name}.",
        "cite_as": (name, "-".join(two)),
        "kind_label": drawer.say("pair"),
        "heading": name,
        "other_name": "",
        "wide": [],
        "introduction": [Cell(tuple(countries)), Cell((Piece(drawer.say("pair_bilateral", len(pair.bilateral))),))],
        "lists": list(_lists(contents, pair.records | contents.said_of(two), drawer)),
    }


def _pair_data(contents: Contents, two: tuple[str, str]) -> str:
    pair = contents.pairs[two]
    head = {"countries": list(two), "bilateral": sorted(pair.bilateral & contents.slugs)}
    return _group_data(contents, head, pair.records | contents.said_of(two))


def _group_data(contents: Contents, head: Context, slugs: Iterable[str]) -> str:
    """Return the data of a group of records: their IDs by kind, whose own data are beside their pages."""
    groups: dict[str, list[str]] = {}
    for slug in sorted(contents.slugs.intersection(slugs)):
        groups.setdefault(report_name(contents.kind(slug)), []).append(slug)
    return without_exponents(json.dumps({"record": head, **groups}, ensure_ascii=False)) + "\n"


def _home(contents: Contents, drawer: Drawer) -> Context:
    counts = [
        (f"{report_name(kind)}.html", f"{len(list(table.rows)):,}", RECORDS[kind].plural[drawer.language == "ar"])
        for kind in sorted(RECORDS, key=lambda kind: kind not in COOPERATION)
        if (table := contents.list(kind)).rows
    ]
    newest = [(kind, contents.drawn(kind, drawer)[0]) for kind in NEWEST_OF]
    lists = [
        (report_name(kind), _choose(grid._replace(rows=grid.rows[:NEWEST]), SHORT))
        for kind, grid in newest
        if grid.rows
    ]
    return {
        "title": f"{drawer.say('mithaq')} · {drawer.say('tagline')}",
        "description": drawer.say("tagline"),
        "cite_as": (drawer.say("tagline"), "mithaq"),
        "counts": counts,
        "matrix": contents.draw("matrix", drawer, MOST_DRAWN),
        "wide": _pictures(contents, drawer, ("timeline", "agreements")),
        "lists": [(name, grid._replace(title=f"{drawer.say('newest')}: {grid.title}")) for name, grid in lists],
        "charts": [
            ("stages", drawer.say("stages"), _bars(contents.by_stage(), "stage", drawer)),
            ("in-what", drawer.say("in_what"), _bars(contents.by_sector()[:BUSIEST], "sector", drawer)),
        ],
    }


def _pictures(contents: Contents, drawer: Drawer, names: Iterable[str], **given: str) -> list[tuple[str, str, Markup]]:
    """Return pictures of reports: an id, a heading and the SVG."""
    return [(f"{name}-drawn", drawer.say(name), contents.draw(name, drawer, MOST_DRAWN, **given)) for name in names]


def _timeline(contents: Contents, drawer: Drawer, slugs: set[str], **given: str) -> list[tuple[str, str, Markup]]:
    """Return the timeline of a country or a sector, unless it has too few records for one."""
    drawn = sum(contents.kind(slug) in COOPERATION for slug in slugs) >= FEWEST_DRAWN
    return _pictures(contents, drawer, ("timeline",), **given) if drawn else []


def _bars(counted: Sequence[tuple[str, int]], vocabulary: str, drawer: Drawer) -> list[tuple[Piece, str, int]]:
    """Return the bars of a chart: a name with its link, the count, and the width in per cent of the room."""
    most = max((count for _, count in counted), default=1)
    pieces = [Piece(drawer.label(vocabulary, code), drawer.addresses.find(vocabulary, code)) for code, _ in counted]
    widths = [round(WIDEST * count / most) for _, count in counted]
    return [(piece, f"{count:,}", width) for piece, (_, count), width in zip(pieces, counted, widths, strict=True)]


def _about(drawer: Drawer) -> Context:
    arabic = drawer.language == "ar"
    guide = [(heading[arabic], text[arabic]) for heading, text in GUIDE]
    return {"title": drawer.say("about"), "description": guide[0][1], "guide": guide}


def _search(drawer: Drawer) -> Context:
    scripts = ("folding", "index", "search")
    return {"title": drawer.say("search"), "description": drawer.say("search_hint"), "scripts": scripts}


def cite(page: tuple[str, str], url: str, contents: Contents, drawer: Drawer) -> str:
    """Return a citation of the page with this title and ID: version, day of the data, and the address if known."""
    title, identifier = page
    date = write_date(contents.data_date, drawer.language)
    version = f" {contents.version}" if contents.version else ""
    text = drawer.say("citation", version=version, title=title, id=identifier, date=date)
    return f"{text} {url}".strip()
