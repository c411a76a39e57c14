"""Run a report: compose its SELECT, read the rows, and render them in the chosen format and language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from models.commandline.language import Language, preferred_language
from models.storage.database import Database, Reader
from reports.display.data_formats import BYTE_ORDER_MARK
from reports.display.destination import find_screen, open_output, show_text
from reports.display.formats import DATA, DRAWN, PICTURE, WORKBOOK
from reports.display.render import render
from reports.display.table import Column, Lang, Remark, Table
from reports.query.filters import Bindings
from reports.query.report import Report, Selection, compose, read

if TYPE_CHECKING:
    from reports.display.labels import Labels

# Drawing needs all rows at once: a hundred thousand take seconds and half a gibibyte of memory.
MAX_DRAWN_ROWS = 10_000
# Rows of each section that are drawn: of ten thousand agreements, thousands have the same gap.
MAX_SECTION_ROWS = 20
MAX_DRAWN_CHARACTERS = 10_000_000


class Style(NamedTuple):
    """Format, language and dates of the output. Without a language, data come in both, drawn tables in English.

    `region` is the country whose Arabic month names are used. `wide` tables wrap their cells on a terminal. `bom`
    starts CSV with a byte-order mark. If it is not `paged`, even long output goes straight to the screen.
    `links` is the address of the site to which names in a picture link.
    """

    format: str = "simple"
    lang: Lang | None = None
    edtf: bool = False
    region: str = ""
    wide: bool = False
    bom: bool = False
    paged: bool = True
    links: str | None = None

    @classmethod
    def choose(
        cls, format: str, language: Language | None, edtf: bool = False, wide: bool = False, bom: bool = False
    ) -> "Style":
        """Return the style with the language given, or else, unless it is data, the preferred one.

        Raises:
            MithaqError: the variable that names the preferred language has another value.
        """
        if language is None and format not in DATA:
            language = preferred_language()
        return cls(format, language and language.lang, edtf, language.region if language else "", wide, bom)

    @property
    def as_data(self) -> bool:
        return self.format in DATA

    @property
    def language(self) -> Lang:
        return self.lang or ("both" if self.as_data else "en")

    @property
    def drawn_language(self) -> str | None:
        """The one language of a drawn table, in which a missing text is replaced by the other; None for data."""
        return None if self.as_data or self.language == "both" else self.language


def print_report(
    database: Database,
    report: Report,
    filters: Mapping[str, Any],
    selection: Selection,
    style: Style,
    output: str | None = None,
    sql: bool = False,
) -> None:
    """Write the selected rows, or with `sql` the SELECT itself, to a file or standard output.

    Raises:
        MithaqError: a filter's value is unknown, or the output cannot be written.
    """
    with database.read() as reader:
        empty = is_empty(reader)
        bindings = {} if empty else _bind(report, filters, reader)
        columns = choose_columns(report, selection, style, explained=not sql)
        query = compose(report, columns, selection, bindings, style.drawn_language)
        with open_output(output) as stream:
            if sql:
                from models.terminal.text import replace_controls

                show_text(replace_controls(query.literal()) + "\n", stream, find_screen(stream))
            else:
                table = read(report, selection, query, reader, style.drawn_language)
                table = cut_for_drawing(table, style, selection.limit)
                if empty or selection.limit == 0:
                    table = table._replace(remarks=(("empty",) if empty else ("limit_of_none",),))
                else:
                    table = table._replace(remarks=(*table.remarks, *_admit(report, style)))
                remarks = _remarks(report, table, bindings, filters, style, reader)
                if style.format == PICTURE:
                    _draw_picture(report, table, reader, style, stream, remarks)
                else:
                    write_table(table, reader, style, stream, remarks)


def _bind(report: Report, filters: Mapping[str, Any], reader: Reader) -> Bindings:
    """Return the parameters of the filters that are given."""
    if not any(value is not None for value in filters.values()):
        return {}
    from reports.query.bindings import bind

    return bind(report.filters, filters, reader)


def _remarks(
    report: Report, table: Table, bindings: Bindings, filters: Mapping[str, Any], style: Style, reader: Reader
) -> list[str]:
    """Return the remarks of the table and of its filters, in the language."""
    if not bindings and not table.remarks and (style.as_data or table.rows):
        return []
    from reports.remarks import build_remarks

    return build_remarks(report, table, bindings, filters, reader, style.language, style.as_data)


def _admit(report: Report, style: Style) -> Iterator[Remark]:
    """Yield a remark if both languages are requested of a report that has one at a time."""
    drawn = style.language == "both" and style.format in DRAWN
    if drawn and not any(column.language for column in report.columns):
        yield ("one_language",)


def is_empty(reader: Reader) -> bool:
    """Return whether nothing is loaded yet: the database was only migrated."""
    return not reader.rows("SELECT 1 FROM v_record UNION ALL SELECT 1 FROM v_load LIMIT 1")


def cut_for_drawing(table: Table, style: Style, limit: int | None = None) -> Table:
    """Read the rows to draw, as many as can be drawn unless a limit asks for more; data and workbooks have all rows.

    A picture notes by itself what it leaves out.
    """
    if style.as_data or style.format in (WORKBOOK, PICTURE):
        return table
    if limit is not None or table.layout == "pivot":
        return table._replace(rows=list(table.rows))
    if table.layout == "sections":
        return _cut_sections(table, style)
    rows: list[Sequence[Any]] = []
    characters = 0
    for row in table.rows:
        characters += sum(len(value) for value in row if isinstance(value, str))
        if rows and (len(rows) == MAX_DRAWN_ROWS or characters > MAX_DRAWN_CHARACTERS):
            return table._replace(
                rows=rows, remarks=(*table.remarks, ("drawn" if table.fits else "drawn_result", f"{len(rows):,}"))
            )
        rows.append(row)
    return table._replace(rows=rows)


def _cut_sections(table: Table, style: Style) -> Table:
    """Keep the first rows of each section, and remark how many more there are."""
    from reports.display.translations import translate

    rows: list[Sequence[Any]] = []
    remarks: list[Remark] = []
    for code, grouped in groupby(table.rows, key=itemgetter(0)):
        section = list(grouped)
        rows += section[:MAX_SECTION_ROWS]
        if (rest := len(section) - MAX_SECTION_ROWS) > 0:
            title = translate(table.columns[0].vocabulary or "", code, style.language)
            remarks.append(("more_of_section", title, f"{rest:,}"))
    return table._replace(rows=rows, remarks=(*table.remarks, *remarks))


def choose_columns(report: Report, selection: Selection, style: Style, *, explained: bool = True) -> tuple[Column, ...]:
    """Return the columns of --columns, or by default those of the language. In a drawn table, hidden columns `explain`
    those of --columns.
    """
    if style.format == PICTURE:
        from reports.pictures import drawing

        return drawing.choose_columns(report, style.language)
    if selection.columns:
        known = {column.name: column for column in report.columns}
        chosen = tuple(known[name] for name in selection.columns)
        plain = style.as_data or style.format == WORKBOOK or not explained
        return chosen if plain else (*chosen, *_explaining(chosen, known))
    return filter_columns(report.columns, style)


def _explaining(chosen: Iterable[Column], known: Mapping[str, Column]) -> Iterator[Column]:
    """Yield hidden columns that explain chosen ones: the ID of a contested name, the parts of a quantity."""
    from reports.display.quantities import QUANTITIES

    names = {column.name for column in chosen}
    wanted = ["slug"] if names & {"name_en", "name_ar"} else []
    wanted += [part for each in QUANTITIES if each.number in names and each.qualifier not in names for part in each]
    yield from (known[name]._replace(hidden=True) for name in wanted if name in known and name not in names)


def filter_columns(columns: Iterable[Column], style: Style) -> tuple[Column, ...]:
    """Keep the columns of the style's language; drop detail columns unless the format is a data format."""
    return tuple(
        column
        for column in columns
        if style.language in ("both", column.language or style.language) and (style.as_data or not column.detail)
    )


def write_table(
    table: Table, reader: Reader, style: Style, stream: TextIO, remarks: Sequence[str] = (), marked: bool = True
) -> None:
    """Write a table as data, or draw it with labels for codes and, if `marked`, a star before contested records.

    Remarks go under a table drawn for people, and to standard error in other formats.
    """
    if style.as_data:
        if style.bom:
            stream.write(BYTE_ORDER_MARK)
        render(table, style.format, style.language, stream)
        _echo_remarks(remarks)
        return
    from reports.query.contested import read_marked

    [table], labels, starred = read_marked(reader, [table._replace(rows=list(table.rows))], style.language, marked)
    remarks = [*starred, *remarks]
    if style.format in DRAWN:
        _show_drawn(table, labels, style, stream, remarks)
    else:
        render(
            table,
            style.format,
            style.language,
            stream,
            labels=labels,
            edtf=style.edtf,
            region=style.region,
            further=[_describe_sources(reader, style)] if style.format == WORKBOOK else [],
        )
        _echo_remarks(remarks)


def _describe_sources(reader: Reader, style: Style) -> Table:
    """Return the sheet of a workbook that names its sources and its licence."""
    from reports.exporting.extract import Extract
    from reports.exporting.workbook import describe

    return describe(Extract(reader, lang="ar" if style.language == "ar" else "en"))


def _show_drawn(table: Table, labels: "Labels", style: Style, stream: TextIO, remarks: Sequence[str]) -> None:
    """Draw a table for people with the remarks under it, through a pager if it is longer than the screen.

    A report without rows shows only its remarks, which say so.
    """
    from reports.display.cell_text import Wording
    from reports.display.text_layout import Page, draw

    screen = find_screen(stream)
    wording = Wording(style.language, labels, style.edtf, style.region)
    page = Page(style.format, wording, screen and screen._replace(wide=style.wide))
    blocks = [f"{page.lines(remark)}\n" for remark in remarks]
    if table.rows or not table.fits or not remarks:
        blocks.insert(0, draw(table, page))
    text = "\n".join(blocks)
    show_text(text, stream, screen if style.paged else None)


def _draw_picture(
    report: Report, table: Table, reader: Reader, style: Style, stream: TextIO, remarks: Sequence[str]
) -> None:
    """Draw a report as a picture with the remarks under it."""
    from reports.display.cell_text import Wording
    from reports.pictures.drawing import draw, find_in_site
    from reports.pictures.scene import no_page
    from reports.query.contested import read_marked

    [table], labels, starred = read_marked(reader, [table._replace(rows=list(table.rows))], style.language)
    wording = Wording(style.language, labels, style.edtf, style.region)
    find = find_in_site(style.links, reader) if style.links else no_page
    stream.write(draw(report.name, table, wording, reader, find=find, notes=(*starred, *remarks)))


def _echo_remarks(remarks: Sequence[str]) -> None:
    from click import echo

    for remark in remarks:
        echo(remark, err=True)
