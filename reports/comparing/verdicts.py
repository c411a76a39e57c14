"""The verdicts of a person on the matches of a list: a CSV file, of which Mithaq writes only its own columns."""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from models.errors import MithaqError
from reports.comparing.matching import Candidate, Match
from reports.display.data_formats import FORMULA
from reports.display.destination import open_output
from reports.query.lookup import did_you_mean, nearest

# Columns that every run rewrites, from the table and the database.
OURS = ("key", "title", "proposed", "candidates", "evidence")
# Columns that belong to the person: never changed.
THEIRS = ("verdict", "record", "note")
VERDICTS = ("matched", "lacking", "not_in_scope")


Row = Mapping[str, str]


class Verdict(NamedTuple):
    """A person's verdict on an entry of the list: a state of VERDICTS, and the agreement of ours that it is."""

    state: str
    record: str


class Verdicts:
    """The rows of a file of verdicts, by the key of the entry."""

    def __init__(self, path: str | None, rows: dict[str, Row], lines: dict[str, int], first: bytes = b"") -> None:
        """Hold the rows of a file.

        Args:
            path: the file to write; None to write none.
            rows: by key.
            lines: the line of each row, by key.
            first: the first line, whose byte-order mark and line end are kept.
        """
        self.path, self.rows, self.lines = path, rows, lines
        self.mark = "\ufeff" if first.startswith(codecs.BOM_UTF8) else ""
        self.line_end = "\r\n" if first.endswith(b"\r\n") else "\n"
        names = dict.fromkeys(name for row in rows.values() for name in row)
        self.further = [name for name in names if name not in (*OURS, *THEIRS)]

    @classmethod
    def read(cls, path: str | None) -> Verdicts:
        """Read a file; one that does not exist yet has no verdicts.

        Raises:
            MithaqError: it cannot be read, is no CSV, lacks a column, has one twice, or names an entry twice.
        """
        if path == "-" or str(path).lower().endswith((".xlsx", ".xls", ".ods")):
            raise MithaqError(f"{path}: verdicts are a file of their own, in CSV; give it a name that ends in .csv")
        if path is None or not os.path.exists(path):
            return cls(path, {}, {})
        try:
            with open(path, "rb") as file:
                first = file.readline()
            with open(path, encoding="utf-8-sig", newline="") as file:
                return cls(path, *_read_rows(path, csv.DictReader(file, restval="")), first)
        except OSError as error:
            raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise MithaqError(f"{path} cannot be read: {error}; save it as CSV in UTF-8") from error

    def judged(self, known: Iterable[str]) -> dict[str, Verdict]:
        """Return the verdicts that are given, by the key of the entry.

        Raises:
            MithaqError: a state or a record of ours is unknown, or a match names no record.
        """
        slugs = frozenset(known)
        return {key: self._verdict(key, row, slugs) for key, row in self.rows.items() if row["verdict"].strip()}

    def _verdict(self, key: str, row: Row, slugs: frozenset[str]) -> Verdict:
        state = row["verdict"].strip().casefold().replace(" ", "_")
        if state not in VERDICTS:
            near = did_you_mean(nearest(state, dict.fromkeys(VERDICTS))) or f"; verdicts are {', '.join(VERDICTS)}"
            raise self._error(key, f"{row['verdict']!r} is not a verdict{near}")
        if state != "matched":
            return Verdict(state, "")
        candidates = [each for each in row.get("candidates", "").split("; ") if each]
        record = row["record"].strip() or (candidates[0] if len(candidates) == 1 else "")
        if not record:
            raise self._error(key, "it is matched, but with which? write the ID into the column record")
        if record not in slugs:
            raise self._error(
                key, f"no agreement has the ID {record!r}{did_you_mean(nearest(record, dict.fromkeys(slugs)))}"
            )
        return Verdict(state, record)

    def _error(self, key: str, problem: str) -> MithaqError:
        return MithaqError(f"{self.path}:{self.lines[key]}: {problem}")

    def write(self, matches: Sequence[Match]) -> None:
        """Write the proposals beside a person's verdicts; verdicts whose entries are gone from the list come last."""
        if self.path is None:
            return
        written = [{**self.rows.get(found.entry.key, {}), **_proposal(found)} for found in matches]
        gone = {key: row for key, row in self.rows.items() if key not in {found.entry.key for found in matches}}
        written += [dict(row) for row in gone.values() if any(row[name].strip() for name in THEIRS)]
        with open_output(self.path) as stream:
            names = [*OURS, *THEIRS, *self.further]
            stream.write(self.mark)
            writer = csv.DictWriter(stream, names, restval="", lineterminator=self.line_end)
            writer.writeheader()
            writer.writerows(written)


def _read_rows(path: str, reader: csv.DictReader[str]) -> tuple[dict[str, Row], dict[str, int]]:
    rows: dict[str, Row] = {}
    lines: dict[str, int] = {}
    names = list(reader.fieldnames or ())
    # Spreadsheets write separators behind the last column.
    while names and not names[-1].strip():
        names.pop()
    reader.fieldnames = names
    if repeated := [name for name in names if names.count(name) > 1]:
        raise MithaqError(f"{path}:1: two columns are called {repeated[0]!r}; rename one")
    if missing := [name for name in ("key", *THEIRS) if name not in names]:
        columns = ", ".join((*OURS, *THEIRS))
        raise MithaqError(f"{path}:1: the column {missing[0]!r} is missing; a file of verdicts has {columns}")
    for row in reader:
        place, key = f"{path}:{reader.line_num}", row["key"]
        if key in rows:
            raise MithaqError(f"{place}: {key!r} is in line {lines[key]} too; keep one of them")
        if any(row.pop(cast("str", None), ())):
            raise MithaqError(f"{place}: the row has more cells than the header; quote texts with a comma")
        rows[key], lines[key] = row, reader.line_num
    return rows, lines


def _proposal(found: Match) -> dict[str, str]:
    title = found.entry.title("en") or found.entry.title("ar") or ""
    return {
        "key": found.entry.key,
        "title": f"'{title}" if title[:1] in FORMULA else title,
        "proposed": found.state,
        # For a match without an ID, the candidate stays the same.
        "candidates": "; ".join(each.slug for each in found.candidates) or found.judged or "",
        "evidence": explain(found.candidates[0]) if found.candidates else "",
    }


def explain(candidate: Candidate) -> str:
    """Return why a candidate was found: `identifier unts:123`, or `parties, 1 day, words 0.83`."""
    if candidate.identifier:
        return f"identifier {':'.join(candidate.identifier)}"
    parts = ["parties"] if candidate.same_parties else []
    if candidate.days is not None:
        parts.append(f"{candidate.days} day{'' if candidate.days == 1 else 's'}")
    if candidate.words is not None:
        parts.append(f"words {candidate.words:.2f}")
    return ", ".join(parts)
