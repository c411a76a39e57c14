"""Run a report: compose its SELECT, read the rows, and render them in the chosen format and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from models.language import Language, preferred_language
from models.storage.database import Database, Reader
from reports.display.data_formats import BYTE_ORDER_MARK
from reports.display.destination import find_screen, open_output, show_text
from reports.display.formats import DATA, DRAWN, PICTURE, WORKBOOK
from reports.display.render import render
from reports.display.table import Column, Lang, Remark, Table
from reports.display.translations import translate
from reports.query.filters import Bindings, bind, list_predecessors
from reports.query.report import Query, Report, Selection, compose, count, dated_by_reports, read, undated

if TYPE_CHECKING:
    from reports.display.labels import Labels

# Drawing needs all rows at once: a hundred thousand take seconds and half a gibibyte of memory.
MAX_DRAWN_ROWS = 10_000


class Style(NamedTuple):
    """Format, language and dates of the output. Without a language, data come in both, drawn tables in English.

    `region` is the country whose Arabic month names are used. `wide` tables wrap their cells on a terminal. `bom`
    starts CSV with a byte-order mark. What is not `paged` goes to the screen however long it is.
    `links` is the address below which names of a picture have their pages.
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
    ) -> Style:
        """Return the style with the language given, else for what is not data the preferred one.

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
        bindings = bind(report.filters, {} if empty else filters, reader)
        columns = choose_columns(report, selection, style)
        query = compose(report, columns, selection, bindings, style.drawn_language)
        with open_output(output) as stream:
            if sql:
                from models.terminal_text import replace_controls

                show_text(replace_controls(query.literal()) + "\n", stream, find_screen(stream))
            else:
                table = read(report, selection, query, reader, style.drawn_language)
                table = cut_for_drawing(table, style, selection.limit)
                if not style.as_data:
                    from reports.query.contested import mark_contested

                    table = mark_contested(table, reader)
                remarks = [] if empty else _build_remarks(report, table, bindings, style, reader)
                remarks += [translate("remark", "empty", style.language)] if empty else []
                if style.format == PICTURE:
                    _draw_picture(report, table, reader, style, stream, remarks)
                else:
                    write_table(table, reader, style, stream, remarks)


def is_empty(reader: Reader) -> bool:
    """Return whether nothing is loaded yet: the database was only migrated."""
    return not reader.rows("SELECT 1 FROM v_record UNION ALL SELECT 1 FROM v_load LIMIT 1")


def cut_for_drawing(table: Table, style: Style, limit: int | None = None) -> Table:
    """Read the rows to draw, at most MAX_DRAWN_ROWS unless a limit asks for more; data and workbooks have all rows.

    A picture says itself what it leaves out.
    """
    if style.as_data or style.format in (WORKBOOK, PICTURE):
        return table
    if limit is not None or table.layout == "pivot":
        return table._replace(rows=list(table.rows))
    rows = list(islice(table.rows, MAX_DRAWN_ROWS + 1))
    if len(rows) <= MAX_DRAWN_ROWS:
        return table._replace(rows=rows)
    return table._replace(rows=rows[:MAX_DRAWN_ROWS], remarks=(*table.remarks, ("drawn", f"{MAX_DRAWN_ROWS:,}")))


def _build_remarks(report: Report, table: Table, bindings: Bindings, style: Style, reader: Reader) -> list[str]:
    """Translate the table's remarks, and say what the filters match, date in another way, or leave out."""
    remarks: list[Remark] = [each for each in table.remarks if not style.as_data or each not in report.remarks]
    if bindings and not style.as_data and not table.rows:
        remarks.append(("nothing",))
    for code, query in (("reported", dated_by_reports(report, bindings)), ("undated", undated(report, bindings))):
        if number := _count(query, reader):
            name = f"counted_{code}" if report.counted else code
            remarks.append((f"{name}_one" if number == 1 else name, str(number)))
    remarks += _name_former_states(report, bindings, style, reader)
    return [translate("remark", code, style.language).format(*blanks) for code, *blanks in remarks]


def _name_former_states(report: Report, bindings: Bindings, style: Style, reader: Reader) -> Iterator[Remark]:
    """Yield a remark for each former state that would have rows where a successor of it was asked for."""
    for code, names, asked in list_predecessors(bindings, reader):
        if _count(count(report, asked), reader):
            yield "former_state", names[style.language == "ar"], code


def _count(query: Query | None, reader: Reader) -> int:
    return int(reader.value(query.sql, query.parameters)) if query else 0


def choose_columns(report: Report, selection: Selection, style: Style) -> tuple[Column, ...]:
    """Return the columns of --columns, or by default those of the language."""
    if style.format == PICTURE:
        from reports.pictures import drawing

        return drawing.choose_columns(report, style.language)
    if selection.columns:
        known = {column.name: column for column in report.columns}
        return tuple(known[name] for name in selection.columns)
    return filter_columns(report.columns, style)


def filter_columns(columns: Iterable[Column], style: Style) -> tuple[Column, ...]:
    """Keep the columns of the style's language; drop detail columns unless the format is a data format."""
    return tuple(
        column
        for column in columns
        if style.language in ("both", column.language or style.language) and (style.as_data or not column.detail)
    )


def write_table(table: Table, reader: Reader, style: Style, stream: TextIO, remarks: Sequence[str] = ()) -> None:
    """Write a table as data, or draw it with labels for codes.

    Remarks go under a table drawn for people, and to standard error in other formats.
    """
    if style.as_data:
        if style.bom:
            stream.write(BYTE_ORDER_MARK)
        render(table, style.format, style.language, stream)
        _echo_remarks(remarks)
        return
    from reports.display.labels import read_labels

    rows = list(table.rows)
    labels = read_labels(reader, table.columns, rows, style.language)
    table = table._replace(rows=rows)
    if style.format in DRAWN:
        _show_drawn(table, labels, style, stream, remarks)
    else:
        render(table, style.format, style.language, stream, labels=labels, edtf=style.edtf, region=style.region)
        _echo_remarks(remarks)


def _show_drawn(table: Table, labels: Labels, style: Style, stream: TextIO, remarks: Sequence[str]) -> None:
    """Draw a table for people with the remarks under it, through a pager if it is longer than the screen."""
    from reports.display.cell_text import Wording
    from reports.display.text_layout import Page, draw

    screen = find_screen(stream)
    wording = Wording(style.language, labels, style.edtf, style.region)
    page = Page(style.format, wording, screen and screen._replace(wide=style.wide))
    text = draw(table, page) + "".join(f"\n{page.lines(remark)}\n" for remark in remarks)
    show_text(text, stream, screen if style.paged else None)


def _draw_picture(
    report: Report, table: Table, reader: Reader, style: Style, stream: TextIO, remarks: Sequence[str]
) -> None:
    """Draw a report as a picture with the remarks under it."""
    from reports.display.cell_text import Wording
    from reports.display.labels import read_labels
    from reports.pictures.drawing import draw, find_in_site
    from reports.pictures.scene import no_page

    table = table._replace(rows=list(table.rows))
    labels = read_labels(reader, table.columns, list(table.rows), style.language)
    wording = Wording(style.language, labels, style.edtf, style.region)
    find = find_in_site(style.links, reader) if style.links else no_page
    stream.write(draw(report.name, table, wording, reader, find=find, notes=tuple(remarks)))


def _echo_remarks(remarks: Sequence[str]) -> None:
    from click import echo

    for remark in remarks:
        echo(remark, err=True)
