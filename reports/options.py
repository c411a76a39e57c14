"""The options of reports, and the parsing of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from models.commandline.language import Language, lang_option, preferred_language
from models.commandline.number_types import WholeNumber
from models.commandline.shared_options import complete_files
from reports.display.formats import (
    DATA,
    DRAWN,
    ENDINGS,
    ENDINGS_OF_PICTURED,
    FORMATS,
    MARKUP,
    PICTURE,
    PICTURED,
    WORKBOOK,
    choose_format,
    resolve_format,
)
from reports.display.table import Column, Lang
from reports.query.filters import Filter
from reports.query.report import Report

if TYPE_CHECKING:
    from models.edtf_dates import EdtfDate


Complete = Callable[[click.Context, click.Parameter, str], list[str]]
Parse = Callable[[click.Context, click.Parameter, Any], Any]


class FormatChoice(click.Choice[str]):
    """One of a few formats, each by any of its names."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(resolve_format(value, self.choices), param, ctx)


def filter_options(report: Report) -> list[click.Option]:
    """Return an option for each filter of the report."""
    return [filter_option(each) for each in report.filters]


def common_options(report: Report) -> list[click.Option]:
    """Return the options that every report takes."""
    return [
        _option(
            "columns",
            "A,B,C",
            "Show only these columns, in this order; see all with --format csv.",
            callback=_columns_callback(report.columns),
            shell_complete=_complete(lambda: [column.name for column in report.columns]),
        ),
        _option(
            "sort",
            "COLUMN",
            "Sort by COLUMN; -COLUMN sorts in descending order.",
            callback=_sort_callback(report.columns),
            shell_complete=_complete(lambda: [column.name for column in report.columns]),
        ),
        _option("limit", "N", "Show at most N rows.", type=WholeNumber(0)),
        *format_options(report.name in PICTURED),
        *([_option("links", "PREFIX", LINKS)] if report.name in PICTURED else []),
        lang_option(),
        wide_option(),
        _flag("edtf", "Print dates as EDTF in drawn tables, not in words."),
        _flag("sql", "Print the SELECT statement instead of running it."),
    ]


def list_values(report: Report, ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the options whose values are a list, each with its values: the shipped ones, and those of the database."""
    from reports.known_values import values_of

    for each in report.filters:
        if each.option in LISTED:
            yield f"--{each.option.replace('_', '-')}", ", ".join(values_of(each, ctx))
    yield "--columns, --sort", ", ".join(column.name for column in report.columns)


# The options whose values help lists; the others have too many.
LISTED = ("stage", "min_stage", "type")


def _complete(values: Callable[[], Iterable[str]]) -> Complete:
    """Return the completion of a value from a list."""
    return lambda _ctx, _param, begun: [value for value in values() if value.startswith(begun)]


def variant_option(names: Iterable[str], default: str) -> click.Option:
    return click.Option(
        ["--by"],
        type=click.Choice(list(names)),
        default=default,
        show_default=True,
        help="Rows and columns.",
    )


def switch_options(report: Report) -> list[click.Option]:
    """Return the flags that choose another form of the report."""
    return [_flag(name, SWITCHES[name]) for name in report.switches]


SWITCHES = {
    "multilateral": "Count agreements of more parties too; among n parties, each pair has the weight 1/(n-1).",
}


def top_option(default: int) -> click.Option:
    text = "Show the N rows and columns with most records."
    return click.Option(["--top"], metavar="N", default=default, show_default=True, type=WholeNumber(1), help=text)


LINKS = "In a picture, link names to the pages of a site: PREFIX is the address of its folder of one language."


def format_options(pictured: bool = False) -> list[click.Option]:
    """Return the options that say in which format, and where, a table is written; `settle_format` reads them."""
    known = (*FORMATS, PICTURE) if pictured else FORMATS
    endings = ENDINGS_OF_PICTURED if pictured else ENDINGS
    picture = f" A picture: {PICTURE}." if pictured else ""
    formats = (
        f"Drawn: {', '.join(DRAWN)}. Data, with codes: {', '.join(DATA)}."
        f" With labels: {WORKBOOK}, {', '.join(MARKUP)}; md and markdown are github."
        f"{picture}  [default: by the ending of --output, or simple]"
    )
    return [
        _option(
            "format",
            "FORMAT",
            formats,
            callback=_check_format_among(known),
            is_eager=True,
            shell_complete=_complete(lambda: known),
        ),
        output_option(f"Format by its ending: {', '.join(endings)}. - is standard output."),
        _flag("bom", "Start CSV with a byte-order mark, so that Excel recognizes UTF-8."),
    ]


def settle_format(given: dict[str, Any], pictured: bool = False) -> str:
    """Return the format of the output, by --format or the ending of --output; only some reports have a picture.

    Raises:
        click.UsageError: the ending is unknown, or the options contradict each other.
    """
    try:
        format = choose_format(given["format"], given["output"], ENDINGS_OF_PICTURED if pictured else ENDINGS)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--output'") from None
    if given["bom"] and format != "csv":
        raise click.UsageError(f"--bom works only with csv, not with {format}")
    return format


def wide_option() -> click.Option:
    return _flag("wide", "On a terminal, wrap cells and show all columns.")


def output_option(more: str = "") -> click.Option:
    """Return the option of the file to write."""
    text = f"Write to FILE (replaced atomically). {more}".strip()
    return _option("output", "FILE", text, shell_complete=complete_files, is_eager=True)


def _option(name: str, metavar: str, text: str, **rest: Any) -> click.Option:
    return click.Option([f"--{name}"], metavar=metavar, help=text, **rest)


def _flag(name: str, text: str) -> click.Option:
    return click.Option([f"--{name}"], is_flag=True, help=text)


def _check_format_among(known: Sequence[str]) -> Parse:
    """Return the check that a format is known."""

    def check(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value is None or (value := resolve_format(value, known)) in known:
            return value
        if value == PICTURE:
            raise click.BadParameter(f"there are pictures only of the reports {', '.join(PICTURED)}")
        near = _near([], value, known) or f"; formats are {', '.join(known)}"
        raise click.BadParameter(f"{value!r} is not a format{near}")

    return check


def _near(meant: list[str], value: str, known: Iterable[str]) -> str:
    """Return the end of a message that suggests the intended name, or else the nearest names."""
    from reports.query.lookup import did_you_mean, nearest

    return did_you_mean(meant or nearest(value, dict.fromkeys(known)))


def _parse_edtf(_ctx: click.Context, _param: click.Parameter, value: str | None) -> EdtfDate | None:
    """Parse an EDTF date."""
    if value is None:
        return None
    from models.edtf_dates import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _columns_callback(
    known: Sequence[Column],
) -> Callable[[click.Context, click.Parameter, str | None], tuple[str, ...]]:
    def names(ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
        given = [] if value is None else value.split(",")
        chosen = [column for name in given for column in _find_columns(name.strip(), known, ctx)]
        if twice := next((column for column in chosen if chosen.count(column) > 1), None):
            raise click.BadParameter(f"the column {twice!r} is given twice")
        return tuple(chosen)

    return names


def _sort_callback(known: Sequence[Column]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def sort(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        return value and ("-" if value.startswith("-") else "") + _find_columns(value.removeprefix("-"), known, ctx)[0]

    return sort


def _find_columns(name: str, columns: Sequence[Column], ctx: click.Context) -> list[str]:
    """Return the name of the column that has this name, or this header in the chosen language.

    A text without its language is two columns where both languages are chosen.
    """
    known = [column.name for column in columns]
    if name in known:
        return [name]
    if not name:
        raise click.BadParameter(f"a name is empty; columns are {', '.join(known)}")
    headed = [column for column in columns if name.casefold() in _headers(column, _language(ctx))]
    if len({column.base_name for column in headed}) == 1:
        return [column.name for column in headed]
    near = _near([column.name for column in headed], name, known) or f"; columns are {', '.join(known)}"
    raise click.BadParameter(f"{name!r} is not a column of this report{near}")


def _language(ctx: click.Context) -> Lang:
    given: Language | None = ctx.params.get("lang")
    if given:
        return given.lang
    try:
        format = choose_format(ctx.params.get("format"), ctx.params.get("output"), ENDINGS_OF_PICTURED)
    except ValueError:
        # The command itself reports it.
        return "en"
    return "both" if format in DATA else preferred_language().lang


def _headers(column: Column, lang: Lang) -> set[str]:
    """Return the headers of a column in the language, and its name without the language suffix, in lower case."""
    if lang not in ("both", column.language or lang):
        return set()
    labels = [column.label_en, column.label_ar] if lang == "both" else [column.label(lang)]
    return {text.casefold() for text in (*labels, column.name.removesuffix(f"_{column.language}"))}


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


def filter_option(each: Filter) -> click.Option:
    """Build an option that is an error if given twice: click would silently keep the last value."""
    metavar, text, rest = FILTERS[each.option]
    parse = _once(_parse_edtf if metavar == "DATE" else None)
    name = each.option.replace("_", "-")
    return _option(name, metavar, text, multiple=True, callback=parse, shell_complete=_complete_filter(each), **rest)


def _complete_filter(each: Filter) -> Complete:
    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
        from reports.known_values import values_of

        return [value for value in values_of(each, ctx) if value.startswith(begun)]

    return complete


def complete_names(names: Iterable[str]) -> Complete:
    """Return the completion of one of these names."""
    return _complete(lambda: names)


def _once(parse: Parse | None) -> Parse:
    def only(ctx: click.Context, param: click.Parameter, given: Sequence[Any]) -> Any:
        if len(given) > 1:
            raise click.BadParameter("it is given more than once; give it once", ctx, param)
        value = given[0] if given else None
        return parse(ctx, param, value) if parse else value

    return only


# The metavar and help of each filter, and further arguments of its option.
FILTERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "country": ("COUNTRY", "ISO code, ID, or name in either language.", {}),
    "pair": ("A B", "Only what both countries take part in as partners.", {"nargs": 2}),
    "organization": ("ORGANIZATION", "ID or name of an organization that takes part.", {}),
    "sector": ("SECTOR", "Code or name of a sector; includes narrower sectors.", {}),
    "stage": ("STAGE", "Only this stage.", {}),
    "min_stage": ("STAGE", "This stage or a higher one (proposed … completed).", {}),
    "type": ("TYPE", "Code or name of a type.", {}),
    "since": ("DATE", "Ending on or after this date.", {}),
    "until": ("DATE", "Beginning on or before this date.", {}),
    "article": ("ARTICLE", "Facts that this article or data set supports: its ID or title.", {}),
    "identifier": ("SCHEME:VALUE", "Only the record that has this identifier, such as unts:2107.", {}),
    "collection": ("NAME", "Only facts of this collection.", {}),
    "as_of": ("DATE", "Overdue on this date.  [default: today]", {"default": lambda: [_today()]}),
}
