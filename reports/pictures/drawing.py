"""Draw the picture of a report, for a file or for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.storage.database import Reader
from reports.catalogue.registry import load
from reports.display.cell_text import Wording
from reports.display.labels import read_labels
from reports.display.table import Column, Lang, Table
from reports.display.translations import translate
from reports.pictures.bars import draw_pairs, draw_sectors
from reports.pictures.grid import draw_matrix
from reports.pictures.ladder import draw_ladder
from reports.pictures.scene import Find, Scene, no_page
from reports.pictures.svg import Picture
from reports.pictures.timeline import draw_timeline
from reports.query.bindings import bind
from reports.query.report import Report, Selection, compose, read

PICTURES: dict[str, Callable[[Scene], Picture]] = {
    "matrix": draw_matrix,
    "timeline": draw_timeline,
    "sectors": draw_sectors,
    "pairs": draw_pairs,
    "agreements": draw_ladder,
}


def draw(
    name: str,
    table: Table,
    wording: Wording,
    reader: Reader,
    *,
    find: Find = no_page,
    notes: tuple[str, ...] = (),
    standalone: bool = True,
) -> str:
    """Return the picture of a report's table as SVG.

    Args:
        name: the report, one of PICTURES.
        table: its rows, with the columns of `choose_columns`.
        find: returns the address of the page of a `record`, `country` or `sector`.
        notes: sentences to write under the picture.
        standalone: whether it is a file of its own, on paper.
    """
    return PICTURES[name](Scene(table, wording, reader, find, notes)).render(standalone)


def draw_report(
    reader: Reader,
    name: str,
    lang: Lang,
    *,
    by: str | None = None,
    given: Mapping[str, Any] | None = None,
    limit: int | None = None,
    find: Find = no_page,
    standalone: bool = False,
    wording: Wording | None = None,
) -> str:
    """Run a report and return its picture for a page.

    Args:
        by: the variant of the matrix: country-country, country-sector or sector-stage.
        given: the values of filters by the name of their option, such as `country` or `collection`.
        limit: the number of rows of the report.
        wording: the labels of all codes, where these are known already.

    Raises:
        MithaqError: the value of a filter means nothing in the database.
    """
    report = load(name)
    report = report.variants[by] if by else report
    selection = Selection(limit=limit)
    query = compose(report, choose_columns(report, lang), selection, bind(report.filters, given or {}, reader), lang)
    table = read(report, selection, query, reader, lang)
    table = table._replace(rows=list(table.rows))
    wording = wording or Wording(lang, read_labels(reader, [table], lang))
    notes = tuple(translate("remark", code, lang).format(*blanks) for code, *blanks in table.remarks)
    return draw(name, table, wording, reader, find=find, notes=notes, standalone=standalone)


def choose_columns(report: Report, lang: str) -> tuple[Column, ...]:
    """Return all columns of a report in one language: a picture needs also those that drawn tables leave out."""
    return tuple(column for column in report.columns if column.language in (None, lang))


def find_in_site(prefix: str, reader: Reader) -> Find:
    """Return the addresses of pages below a prefix, as `mithaq export --as site` names them."""
    countries = {code: slug for code, slug in reader.rows("SELECT code, slug FROM v_country")}
    below = prefix if prefix.endswith("/") else f"{prefix}/"

    def find(vocabulary: str, code: str) -> str:
        folder = "sectors" if vocabulary == "sector" else "records"
        return f"{below}{folder}/{countries.get(code, code) if vocabulary == 'country' else code}.html"

    return find
