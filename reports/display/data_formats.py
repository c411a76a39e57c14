"""Write tables as csv, tsv, json or jsonl, streaming typed values row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TextIO

from reports.display.table import Table

BATCH_ROWS = 500
BYTE_ORDER_MARK = "\ufeff"
# Spreadsheets run a text that begins with one of these as a formula; some take the full-width signs for the others.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
# Characters that a terminal or an editor obeys: controls, and those that turn the direction of what follows.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# In JSON the first of these are escaped anyhow, and a line feed cannot occur.
OBEYED_IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
QUOTED_IN_TSV = re.compile('["\t\n]')


def write_csv(table: Table, stream: TextIO) -> None:
    """Write CSV for spreadsheets: every text is quoted, formulas and control characters are inert.

    A null is an empty cell without quotes. A text that begins like a formula gets an apostrophe.
    """
    _write_lines(table, stream, _format_csv_row)


def write_tsv(table: Table, stream: TextIO) -> None:
    """Write the same separated by tabs; a text is quoted only where it must be."""
    _write_lines(table, stream, _format_tsv_row)


def write_exact_csv(table: Table, stream: TextIO) -> None:
    """Write CSV for programs, with every value unchanged."""
    for row in _with_header(table):
        stream.write(",".join(map(_quote, row)) + "\n")


def _write_lines(table: Table, stream: TextIO, format_row: Callable[[Sequence[Any]], str]) -> None:
    rows = _with_header(table)
    while some := list(islice(rows, BATCH_ROWS)):
        text = "".join(map(format_row, some))
        stream.write(OBEYED.sub("\ufffd", text.replace("\r\n", "\n")))


def _with_header(table: Table) -> Iterator[Sequence[Any]]:
    return chain([[column.name for column in table.columns]], table.rows)


def _format_csv_row(row: Sequence[Any]) -> str:
    return ",".join([_quote(_guard(value)) for value in row]) + "\n"


def _format_tsv_row(row: Sequence[Any]) -> str:
    cells = [_guard(value) for value in row]
    return (
        "\t".join(
            [_quote(cell) if isinstance(cell, str) and QUOTED_IN_TSV.search(cell) else _plain(cell) for cell in cells]
        )
        + "\n"
    )


def _guard(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value


def _quote(value: Any) -> str:
    """Quote a text; a null is empty, and a number as it is."""
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def write_json(table: Table, stream: TextIO) -> None:
    before = "[\n"
    for line in _encode_rows(table):
        stream.write(before + line)
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def write_jsonl(table: Table, stream: TextIO) -> None:
    for line in _encode_rows(table):
        stream.write(line + "\n")


def iterate_records(table: Table) -> Iterator[dict[str, Any]]:
    """Yield each row as a dict by column name; lists in a cell become lists."""
    names = [column.name for column in table.columns]
    lists = [column.name for column in table.columns if column.type == "slugs"]
    for row in table.rows:
        record = dict(zip(names, row, strict=True))
        for name in lists:
            record[name] = record[name].split("; ") if record[name] else []
        yield record


def _encode_rows(table: Table) -> Iterable[str]:
    import json

    return map(escape_obeyed, map(json.JSONEncoder(ensure_ascii=False).encode, iterate_records(table)))


def escape_obeyed(text: str) -> str:
    """Escape what a terminal obeys in a text of JSON, which stays the same to a reader of JSON."""
    return OBEYED_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
