"""The command `mithaq compare`: which agreements of an outside list the database has, and which of ours it lacks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from models.commandline.command_group import Command
from models.commandline.language import lang_option
from models.commandline.number_types import WholeNumber
from models.commandline.path_types import PLAIN_PATH
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.storage.database import Database, Reader
from reports.options import filter_option, format_options, settle_format, wide_option
from reports.query.filters import Filter

if TYPE_CHECKING:
    from reports.comparing.outcome import Found
    from reports.display.table import Table
    from reports.run_report import Style

STATES = {
    "matched": "List what both have.",
    "suggested": "List what may be the same: a person decides.",
    "lacking": "List what the database lacks.",
    "ours-only": "List our agreements that the table lacks.",
}
# Entries are compared with all of our agreements within this many days.
MOST_DAYS = 366


@click.command(cls=Command)
@click.argument("table", type=PLAIN_PATH)
@click.option(
    "--map", "settings", metavar="FILE", required=True, type=PLAIN_PATH, help="The map of the table: NAME.map.yml."
)
@click.option(
    "--verdicts", metavar="FILE", type=PLAIN_PATH, help="CSV file of verdicts; proposals are written beside them."
)
@click.option("--days", metavar="N", type=WholeNumber(0, MOST_DAYS), default=3, show_default=True,
              help=f"Days that two dates of signature may differ, at most {MOST_DAYS}.")  # fmt: skip
@pass_database
def compare(database: Database, table: str, settings: str, verdicts: str | None, days: int, **given: Any) -> None:
    """Compare an outside list of agreements with the database, without loading it.

    TABLE is a .csv, .tsv or .xlsx, read by its map as `mithaq seed load` reads it. Entries are matched by identifier,
    then by parties, date of signature and words of the title. Without a state, the numbers are printed.

    \b
    Examples:
        mithaq compare list.csv --map list.map.yml
        mithaq compare list.csv --map list.map.yml --lacking --country DZ --since 2000 --format csv
        mithaq compare list.csv --map list.map.yml --verdicts verdicts.csv --suggested
    """
    from pathlib import Path

    from models.storage.atomic import refuse_input
    from reports.comparing import outcome
    from reports.comparing.entries import Parties, read_ours
    from reports.comparing.theirs import read_theirs
    from reports.comparing.verdicts import Verdicts
    from reports.run_report import Style
    from seeds.format.files import LOOKUPS, MAP

    if verdicts and given["output"] and os.path.realpath(verdicts) == os.path.realpath(given["output"]):
        raise MithaqError(f"{verdicts} is the file of verdicts; write to another file")
    lookups = settings.removesuffix(MAP) + LOOKUPS
    refuse_input(given["output"], (table, settings, lookups))
    refuse_input(verdicts, (table, settings, lookups))
    style = Style.choose(settle_format(given), given.pop("lang"), wide=given.pop("wide"), bom=given.pop("bom"))
    states = [state.replace("-", "_") for state in STATES if given.pop(state.replace("-", "_"))]
    with database.read() as reader:
        parties = Parties.read(reader)
        collection = _resolve("collection", given, reader)
        is_kept = _filter(given, reader)
        theirs = read_theirs(Path(table), Path(settings), parties)
        ours = read_ours(reader, parties, collection)
        known = Verdicts.read(verdicts)
        found = outcome.compare(theirs, ours, known, days)
        known.write(found.matches)
        _print(found.keep(is_kept), states, style, given["output"], reader)


compare.params += [
    *(click.Option([f"--{state}"], is_flag=True, help=text) for state, text in STATES.items()),
    *(filter_option(Filter(name, "")) for name in ("country", "since", "until", "collection")),
    *format_options(),
    lang_option(),
    wide_option(),
]


def _resolve(option: str, given: dict[str, Any], reader: Reader) -> Any:
    """Return the key that the value of a filter means in the database; None if it is not given."""
    from reports.query.bindings import RESOLVERS

    value = given.pop(option)
    return None if value is None else RESOLVERS[option](reader, value)


def _filter(given: dict[str, Any], reader: Reader) -> Any:
    """Return the filter of entries by country and date of signature."""
    from reports.comparing import outcome

    country, since, until = (_resolve(option, given, reader) for option in ("country", "since", "until"))
    filters = [outcome.of_country(country)] if country else []
    filters += [outcome.is_between(since, until)] if since or until else []
    return outcome.all_of(filters)


def _print(found: Found, states: list[str], style: Style, output: str | None, reader: Reader) -> None:
    from reports.display.destination import open_output
    from reports.run_report import write_table

    table = found.list_entries(states) if states else found.count_states()
    with open_output(output) as stream:
        write_table(_choose_columns(table, style), reader, style, stream, marked=False)


def _choose_columns(table: Table, style: Style) -> Table:
    """Return the table with the columns of the style; the other language replaces a missing name."""
    from reports.query.report import value_in_language
    from reports.run_report import filter_columns

    names = [column.name for column in table.columns]
    columns = filter_columns(table.columns, style)
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    chosen = [[value_in_language(row, column, style.drawn_language) for column in columns] for row in rows]
    return table._replace(columns=columns, rows=chosen)
