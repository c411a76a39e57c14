"""Tables as data: csv, tsv, json and jsonl, written row by row from typed values as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any, TextIO

from reports.display.table import Table

# Python quotes a cell for the characters that end a line: were that LF alone, a CR in a cell would end the line too.
# So lines end in both, and lose the CR as they are written, some at a time.
END = "\r\n"
WRITTEN_ROWS = 500


class Printable:
    """A terminal to which no control character passes but line ends and tabs."""

    def __init__(self, stream: TextIO) -> None:
        from reports.display.terminal_text import without_controls

        self.stream = stream
        self.clean = without_controls

    def write(self, text: str) -> int:
        return self.stream.write(self.clean(text))


Sink = TextIO | Printable


def write_csv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, ",")


def write_tsv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, "\t")


def _write_separated(table: Table, stream: Sink, delimiter: str) -> None:
    rows = chain([[column.name for column in table.columns]], table.rows)
    while some := list(islice(rows, WRITTEN_ROWS)):
        text = _separated(some, delimiter)
        alone = text.count("\r") == len(some)
        stream.write(text.replace(END, "\n") if alone else "".join(_lines(some, delimiter)))


def _lines(rows: list[Sequence[Any]], delimiter: str) -> Iterator[str]:
    """Line by line, where a cell has a CR of its own."""
    return (_separated([row], delimiter).removesuffix(END) + "\n" for row in rows)


def _separated(rows: list[Sequence[Any]], delimiter: str) -> str:
    import csv

    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=END).writerows(rows)
    return text.getvalue()


def write_json(table: Table, stream: Sink) -> None:
    before = "[\n"
    for line in _encoded(table):
        stream.write(before + line)
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def write_jsonl(table: Table, stream: Sink) -> None:
    for line in _encoded(table):
        stream.write(line + "\n")


def records(table: Table) -> Iterator[dict[str, Any]]:
    """Each row by column name, lists in a cell as lists."""
    names = [column.name for column in table.columns]
    lists = [column.name for column in table.columns if column.type == "slugs"]
    for row in table.rows:
        record = dict(zip(names, row, strict=True))
        for name in lists:
            record[name] = record[name].split("; ") if record[name] else []
        yield record


def _encoded(table: Table) -> Iterator[str]:
    import json

    return map(json.JSONEncoder(ensure_ascii=False).encode, records(table))
