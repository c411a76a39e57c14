"""The options of reports: which filters they take, and how the values that a reader types are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from reports.display.render import DATA_FORMATS, drawn_formats
from reports.display.table import Column, Lang
from reports.query.lookup import did_you_mean, nearest
from reports.query.report import Report

if TYPE_CHECKING:
    from models.edtf_dates import EdtfDate


def filter_options(report: Report) -> list[click.Option]:
    """An option for each filter that the report takes."""
    return [FILTERS[each.option]() for each in report.filters]


def common_options(report: Report) -> list[click.Option]:
    """What every report takes: which rows and columns, and how they are printed."""
    return [
        _option(
            "columns",
            "A,B,C",
            "Only these columns, in this order; any that data formats have.",
            callback=_names_callback(report.columns),
        ),
        _option(
            "sort",
            "COLUMN",
            "Sort by a column; -COLUMN puts the highest first.",
            callback=_sort_callback(report.columns),
        ),
        _option("limit", "N", "Show at most N rows.", type=click.IntRange(min=0)),
        format_option(),
        lang_option(),
        _flag("edtf", "Leave dates as EDTF where a table is drawn."),
        output_option(),
        _flag("sql", "Print the SELECT instead of its rows."),
    ]


def variant_option(names: Iterable[str], default: str) -> click.Option:
    return click.Option(
        ["--by"], type=click.Choice(list(names)), default=default, show_default=True, help="What to count."
    )


def format_option() -> click.Option:
    text = "A format of tabulate (simple, github, grid, html …), or csv, tsv, json, jsonl."
    return _option("format", "FORMAT", text, default="simple", show_default=True, callback=_known_format, is_eager=True)


def lang_option() -> click.Option:
    text = "Language of names, labels and headers.  [default: en; data come in both]"
    return click.Option(["--lang"], type=click.Choice(["en", "ar", "both"]), help=text, is_eager=True)


def output_option() -> click.Option:
    return _option("output", "FILE", "Write to FILE (replaced atomically).")


def _option(name: str, metavar: str, text: str, **rest: Any) -> click.Option:
    return click.Option([f"--{name}"], metavar=metavar, help=text, **rest)


def _flag(name: str, text: str) -> click.Option:
    return click.Option([f"--{name}"], is_flag=True, help=text)


def _known_format(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """The name of a format; tabulate is asked for its own only when the name is not one of ours."""
    if value in DATA_FORMATS or value in (drawn := drawn_formats()):
        return value
    known = [*DATA_FORMATS, *drawn]
    near = did_you_mean(nearest(value, dict.fromkeys(known))) or f"; there are {', '.join(known)}"
    raise click.BadParameter(f"{value!r} is not a format{near}")


def _edtf(_ctx: click.Context, _param: click.Parameter, value: str | None) -> EdtfDate | None:
    """A date as EDTF text, with its first and last day."""
    if value is None:
        return None
    from models.edtf_dates import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _names_callback(
    known: Sequence[Column],
) -> Callable[[click.Context, click.Parameter, str | None], tuple[str, ...]]:
    def names(ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
        return tuple(_column(name.strip(), known, ctx) for name in value.split(",")) if value else ()

    return names


def _sort_callback(known: Sequence[Column]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def sort(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        return value and ("-" if value.startswith("-") else "") + _column(value.removeprefix("-"), known, ctx)

    return sort


def _column(name: str, columns: Sequence[Column], ctx: click.Context) -> str:
    """The name of a column, given itself or as its header in the language chosen says it."""
    known = [column.name for column in columns]
    if name in known:
        return name
    headed = [column.name for column in columns if name.casefold() in _headers(column, _language(ctx))]
    if len(headed) == 1:
        return headed[0]
    near = did_you_mean(headed or nearest(name, dict.fromkeys(known))) or f"; there are {', '.join(known)}"
    raise click.BadParameter(f"{name!r} is not a column of this report{near}")


def _language(ctx: click.Context) -> Lang:
    lang: Lang | None = ctx.params.get("lang")
    return lang or ("both" if ctx.params.get("format") in DATA_FORMATS else "en")


def _headers(column: Column, lang: Lang) -> set[str]:
    """What a reader may call a column: its headers in the language, and its name without the language's ending."""
    if lang not in ("both", column.language or lang):
        return set()
    labels = [column.label_en, column.label_ar] if lang == "both" else [column.label(lang)]
    return {text.casefold() for text in (*labels, column.name.removesuffix(f"_{column.language}"))}


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


FILTERS: dict[str, Callable[[], click.Option]] = {
    "country": lambda: _option("country", "COUNTRY", "ISO code, slug, or name in either language."),
    "pair": lambda: _option("pair", "A B", "What both countries take part in.", nargs=2),
    "organization": lambda: _option("organization", "ORGANIZATION", "Slug or name of an organization that takes part."),
    "sector": lambda: _option("sector", "SECTOR", "Code or name of a sector; narrower ones count with it."),
    "stage": lambda: _option("stage", "STAGE", "Only this stage."),
    "min_stage": lambda: _option("min-stage", "STAGE", "This stage of the ladder, or a higher one."),
    "type": lambda: _option("type", "TYPE", "Code or name of a type."),
    "since": lambda: _option("since", "DATE", "What reaches this date or a later one.", callback=_edtf),
    "until": lambda: _option("until", "DATE", "What begins on this date or an earlier one.", callback=_edtf),
    "article": lambda: _option("article", "ARTICLE", "What this article supports: its slug or title."),
    "collection": lambda: _option("collection", "NAME", "Only what this collection of seeds holds."),
    "as_of": lambda: _option(
        "as-of", "DATE", "The day from which to look back.  [default: today]", default=_today, callback=_edtf
    ),
}
