"""The values of filters that shells complete and help lists: the shipped codes, and those that the database adds."""

from __future__ import annotations

import csv
import os

import click

from models.commandline.shared_options import locate_database
from models.errors import MithaqError
from reports.query.filters import Filter

# SELECTs of the values of options that take no code of a vocabulary.
SELECTS = {
    "country": "SELECT code FROM v_country ORDER BY 1",
    "pair": "SELECT code FROM v_country ORDER BY 1",
    "organization": "SELECT slug FROM v_organization ORDER BY 1",
    "article": "SELECT slug FROM v_article UNION ALL SELECT slug FROM v_dataset ORDER BY 1",
    "identifier": "SELECT scheme || ':' || value FROM v_identifier ORDER BY 1",
    "collection": "SELECT name FROM v_collection ORDER BY 1",
}
VOCABULARIES = {"stage": "stage", "min_stage": "stage", "sector": "sector"}
CODES = "SELECT code FROM v_code WHERE vocabulary = :vocabulary ORDER BY 1"


def values_of(each: Filter, ctx: click.Context) -> list[str]:
    """Return the values of a filter; empty for dates."""
    if vocabulary := VOCABULARIES.get(each.option, each.vocabulary):
        return codes_of(vocabulary, ctx, ranked=each.option == "min_stage")
    return _read(ctx, SELECTS[each.option]) if each.option in SELECTS else []


def codes_of(vocabulary: str, ctx: click.Context, ranked: bool = False) -> list[str]:
    """Return the shipped codes of a vocabulary, or only those with a rank, and then those that users added."""
    shipped = _shipped(vocabulary)
    chosen = [code for code, rank in shipped.items() if rank or not ranked]
    return chosen + [code for code in _read(ctx, CODES, {"vocabulary": vocabulary}) if code not in shipped]


def _shipped(vocabulary: str) -> dict[str, str]:
    """Return the codes with their ranks; a code without one has an empty text."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(os.path.join(folder, "seeds", "reference", f"{vocabulary}.csv"), encoding="utf-8") as file:
        return {row["code"]: row.get("rank") or "" for row in csv.DictReader(file)}


def _read(ctx: click.Context, sql: str, parameters: dict[str, str] | None = None) -> list[str]:
    """Return the first column of a SELECT; nothing without a database that can be read."""
    try:
        with locate_database(ctx).read() as reader:
            return [str(row[0]) for row in reader.rows(sql, parameters)]
    except MithaqError:
        return []
