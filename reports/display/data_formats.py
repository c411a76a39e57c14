"""Write tables as csv, tsv, json or jsonl, streaming typed values row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any, TextIO

from reports.display.table import Table

# csv.writer quotes a cell only for the characters of its line terminator, and a bare CR in a cell would break the
# line. So rows are formatted with CRLF and written with LF.
LINE_END = "\r\n"
BATCH_ROWS = 500


class CleanStream:
    """A stream that replaces control characters, except line ends and tabs, before a terminal sees them."""

    def __init__(self, stream: TextIO) -> None:
        from models.terminal_text import replace_controls

        self.stream = stream
        self.clean = replace_controls

    def write(self, text: str) -> int:
        return self.stream.write(self.clean(text))


Sink = TextIO | CleanStream


def write_csv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, ",")


def write_tsv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, "\t")


def _write_separated(table: Table, stream: Sink, delimiter: str) -> None:
    rows = chain([[column.name for column in table.columns]], table.rows)
    while some := list(islice(rows, BATCH_ROWS)):
        text = _format_rows(some, delimiter)
        no_cell_has_cr = text.count("\r") == len(some)
        stream.write(text.replace(LINE_END, "\n") if no_cell_has_cr else "".join(_format_lines(some, delimiter)))


def _format_lines(rows: list[Sequence[Any]], delimiter: str) -> Iterator[str]:
    """Format the rows one by one; slower, for cells that contain a CR."""
    return (_format_rows([row], delimiter).removesuffix(LINE_END) + "\n" for row in rows)


def _format_rows(rows: list[Sequence[Any]], delimiter: str) -> str:
    import csv

    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=LINE_END).writerows(rows)
    return text.getvalue()


def write_json(table: Table, stream: Sink) -> None:
    before = "[\n"
    for line in _encode_rows(table):
        stream.write(before + line)
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def write_jsonl(table: Table, stream: Sink) -> None:
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


def _encode_rows(table: Table) -> Iterator[str]:
    import json

    return map(json.JSONEncoder(ensure_ascii=False).encode, iterate_records(table))
