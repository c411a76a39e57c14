"""Write tables as csv, tsv, json or jsonl, streaming typed values row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TextIO

from models.plain_numbers import NUMBER_LIMIT, without_exponents, write_number
from reports.display.table import Table

BATCH_ROWS = 500
# From here on Python writes floats with an exponent.
EXPONENT_FROM = 1e16
# Nearer to zero than this, too.
EXPONENT_BELOW = 1e-4
BYTE_ORDER_MARK = "\ufeff"
# Spreadsheets run a text that begins with one of these as a formula; some take the full-width signs for the others.
FORMULA = frozenset("=+-@\t\r＝＋－＠")
# Characters that a terminal or an editor obeys: controls, and those that turn the direction of what follows.
# The patterns are compiled when they are used.
OBEYED = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
# In JSON the first of these are escaped anyhow, and a line feed cannot occur.
OBEYED_IN_JSON = "[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
# Programs pass over an empty line.
EMPTY_ROW = '""'
QUOTED_IN_TSV = '["\t\n]'


def write_csv(table: Table, stream: TextIO) -> None:
    """Write CSV for spreadsheets: every text is quoted, formulas and control characters are inert.

    A null is an empty cell without quotes. A text that begins like a formula gets an apostrophe.
    """
    for text in _batches(table, lambda row: _format_csv_row(map(_inert, row))):
        stream.write(text)


def write_tsv(table: Table, stream: TextIO) -> None:
    """Write tab-separated values for spreadsheets; a text is quoted only if it must be."""
    for text in _batches(table, _format_tsv_row):
        stream.write(text)


def write_exact_csv(table: Table, stream: TextIO) -> None:
    """Write CSV for programs, with every value unchanged."""
    for text in _batches(table, _format_csv_row):
        stream.write(text)


def _batches(table: Table, format_row: Callable[[Sequence[Any]], str]) -> Iterator[str]:
    """Yield the header and the rows as text, some at a time."""
    rows = chain([[column.name for column in table.columns]], table.rows)
    while some := list(islice(rows, BATCH_ROWS)):
        yield "".join(map(format_row, some))


def _format_csv_row(row: Iterable[Any]) -> str:
    return (",".join(map(_quote, row)) or EMPTY_ROW) + "\n"


def _format_tsv_row(row: Iterable[Any]) -> str:
    cells = [
        _quote(cell) if isinstance(cell, str) and re.search(QUOTED_IN_TSV, cell) else plain_text(cell)
        for cell in map(_inert, row)
    ]
    return ("\t".join(cells) or EMPTY_ROW) + "\n"


def _inert(value: Any) -> Any:
    """Return a text that no terminal or spreadsheet obeys; other values are unchanged."""
    if not isinstance(value, str):
        return value
    # Printable texts need no pattern, and compiling one slows the start.
    if not value.isprintable():
        value = re.sub(OBEYED, "\ufffd", value.replace("\r\n", "\n"))
    return f"'{value}" if value[:1] in FORMULA else value


def _quote(value: Any) -> str:
    """Quote a text; a null is empty, and a number as it is."""
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else plain_text(value)


def plain_text(value: Any) -> str:
    """Return a value as text: a number with all its digits, a null as nothing."""
    if isinstance(value, float) and 0 < abs(value) < EXPONENT_BELOW:
        return write_number(value)
    return "" if value is None else str(_exact(value))


def _exact(value: Any) -> Any:
    """Return a very large number as a whole one, since Python would write it with an exponent."""
    if isinstance(value, float) and EXPONENT_FROM <= abs(value) <= NUMBER_LIMIT:
        from decimal import Decimal

        return int(Decimal(repr(value)))
    return value


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
        record = dict(zip(names, map(_exact, row), strict=True))
        for name in lists:
            record[name] = record[name].split("; ") if record[name] else []
        yield record


def _encode_rows(table: Table) -> Iterable[str]:
    import json

    texts = map(json.JSONEncoder(ensure_ascii=False).encode, iterate_records(table))
    return map(escape_obeyed, map(without_exponents, texts))


def escape_obeyed(text: str) -> str:
    """Escape the characters of a JSON text that a terminal obeys; readers of JSON get the same text."""
    return text if text.isprintable() else re.sub(OBEYED_IN_JSON, lambda match: f"\\u{ord(match[0]):04x}", text)
