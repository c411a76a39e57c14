"""Tables as data: csv, tsv, json and jsonl, written row by row from typed values as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from reports.table import Table


class Printable:
    """A terminal to which no control character passes but line ends and tabs."""

    def __init__(self, stream: TextIO) -> None:
        from reports.printable import without_controls

        self.stream = stream
        self.clean = without_controls

    def write(self, text: str) -> int:
        return self.stream.write(self.clean(text))


Sink = TextIO | Printable


class Lines:
    """Takes a line of CSV at a time and ends it in LF.

    Python quotes a cell for the characters that end a line: were that LF alone, a CR in a cell would end the line too.
    """

    END = "\r\n"

    def __init__(self, stream: Sink) -> None:
        self.stream = stream

    def write(self, line: str) -> int:
        return self.stream.write(line[: -len(self.END)] + "\n")


def write_csv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, ",")


def write_tsv(table: Table, stream: Sink) -> None:
    _write_separated(table, stream, "\t")


def _write_separated(table: Table, stream: Sink, delimiter: str) -> None:
    import csv

    writer = csv.writer(Lines(stream), delimiter=delimiter, lineterminator=Lines.END)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)


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
