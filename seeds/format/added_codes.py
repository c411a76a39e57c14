"""Read the codes that a user's folder adds to open vocabularies: `reference/NAME.csv`.

The columns are those of the shipped table of that name. A relation type says in `relation_join.csv` which kinds of
record it may join.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import PurePath

from models.kinds.records import OPEN_VOCABULARIES, RECORDS
from seeds.format.characters import FORBIDDEN, decode
from seeds.format.files import REFERENCE, SPANS, SeedFile
from seeds.format.problems import Place, Problems
from seeds.format.reference_tables import FLAGS, Reference, Row, sector_paths

JOINS = "relation_join"
CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
CODE_LIMIT = 60
LABELS = ("code", "label_en", "label_ar")
DEFINITIONS = ("definition_en", "definition_ar")
# The further columns that a table may have.
FURTHER = {
    "sector": ("parent",),
    "unit": ("ucum",),
    "event_type": ("cooperation",),
    "initiative_type": ("cooperation",),
    "relation_type": ("cooperation",),
    "role": ("partner",),
}
# Codes of users are presented after ours, in the order of the codes.
POSITION = 10_000


def is_reference(path: str) -> bool:
    """Return whether a path is that of a reference table."""
    return path.startswith(REFERENCE) and path.endswith(".csv") and not path.endswith(SPANS)


def add_codes(shipped: Reference, files: Iterable[SeedFile], problems: Problems) -> Reference:
    """Return the shipped reference tables with the codes that the files of a user's folder add; `added` has these."""
    reference = copy(shipped)
    reference.tables, reference.added = dict(shipped.tables), {}
    tables = {PurePath(file.path).stem: file for file in files if is_reference(file.path)}
    # Joins last: they are of types that the folder adds.
    for name in sorted(tables, key=lambda name: (name == JOINS, name)):
        if name == JOINS:
            rows = list(_joins(tables[name], reference, problems))
        elif name in OPEN_VOCABULARIES:
            rows = list(_codes(name, tables[name], reference, problems))
        else:
            open_ones = ", ".join(f"{each}.csv" for each in (*OPEN_VOCABULARIES, JOINS))
            place = Place(tables[name].path, 1)
            problems.add(place, f"{name} is no open vocabulary; a folder may hold {open_ones}")
            continue
        reference.added[name] = rows
        reference.tables[name] = [*reference.tables[name], *rows]
    if "sector" in reference.added:
        _add_paths(reference, tables["sector"], problems)
    return reference


def _codes(name: str, file: SeedFile, reference: Reference, problems: Problems) -> Iterator[Row]:
    """Yield the rows of a vocabulary."""
    shipped, seen = set(reference.codes(name)), set[str]()
    columns = (*LABELS, *DEFINITIONS, *FURTHER.get(name, ()))
    for place, cells in _rows(file, columns, LABELS, problems):
        code = cells["code"]
        if not CODE.fullmatch(code) or len(code) > CODE_LIMIT:
            problems.add(place, f"code: {code!r} is not lower-case words joined by _, such as solar_energy")
        elif code in seen:
            problems.add(place, f"code: {code!r} is on an earlier line too")
        elif code in shipped:
            problems.warn(place, f"{code!r} comes with Mithaq, whose labels are used; leave this line out")
        else:
            seen.add(code)
            yield _row(name, place, cells, problems)


def _row(name: str, place: Place, cells: dict[str, str], problems: Problems) -> Row:
    row: Row = {"code": cells["code"]}
    for column in (*LABELS[1:], *DEFINITIONS, *FURTHER.get(name, ())):
        value = cells.get(column, "")
        if column in LABELS and not value:
            problems.add(place, f"{column}: a code has a label in each language")
        if column not in FLAGS:
            row[column] = value or None
        elif value in ("", "0", "1"):
            row[column] = int(value or 0)
        else:
            problems.add(place, f"{column}: {value!r} is not 0 or 1")
    return row | {"position": POSITION, "line": place.line}


def _joins(file: SeedFile, reference: Reference, problems: Problems) -> Iterator[Row]:
    """Yield the kinds that relation types of this folder join."""
    own = {str(row["code"]) for row in reference.added.get("relation_type", [])}
    columns, seen = ("type", "subject_kind", "object_kind"), set[tuple[str, ...]]()
    for place, cells in _rows(file, columns, columns, problems):
        unknown = [cells[column] for column in columns[1:] if cells[column] not in RECORDS]
        join = tuple(cells[column] for column in columns)
        if cells["type"] not in own:
            problems.add(place, f"type: {cells['type']!r} is not in {REFERENCE}relation_type.csv of this folder")
        elif unknown:
            problems.add(place, f"{unknown[0]!r} is not a kind of record{problems.nearest(unknown[0], RECORDS)}")
        elif join not in seen:
            seen.add(join)
            yield {**cells, "line": place.line}


def _add_paths(reference: Reference, file: SeedFile, problems: Problems) -> None:
    """Add the paths from the new sectors to those above them."""
    codes = set(reference.codes("sector"))
    for row in reference.added["sector"]:
        parent = row["parent"]
        if parent is not None and parent not in codes:
            place = Place(file.path, int(row["line"] or 0))
            problems.add(place, f"parent: there is no sector {parent!r}{problems.nearest(str(parent), codes)}")
            row["parent"] = None
    own = {row["code"] for row in reference.added["sector"]}
    try:
        paths = [path for path in sector_paths(reference.tables["sector"]) if path["narrower"] in own]
    except ValueError as error:
        problems.add(Place(file.path, 1), str(error))
        return
    reference.added["sector_path"] = paths
    reference.tables["sector_path"] = [*reference.tables["sector_path"], *paths]


def _rows(
    file: SeedFile, columns: tuple[str, ...], required: tuple[str, ...], problems: Problems
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield the rows of a file, each with its place, if its header is one of the allowed columns."""
    text = decode(file.data, file.path, problems)
    if text is None:
        return
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        wrong = [name for name in header if name not in columns]
        # Without others, a long header repeats some.
        wrong = wrong or [name for name in header[: len(columns) + 1] if header.count(name) > 1]
        missing = [name for name in required if name not in header]
        if wrong or missing:
            what = f"{wrong[0]!r} is not one of its columns, once" if wrong else f"{missing[0]} is missing"
            problems.add(Place(file.path, 1), f"{what}; the header is of {', '.join(columns)}")
            return
        for cells in lines:
            place = Place(file.path, lines.line_num)
            if len(cells) != len(header):
                problems.add(place, f"the line has {len(cells)} cells, the header {len(header)}")
            elif bad := [cell for cell in cells if FORBIDDEN.search(cell) or cell != cell.strip()]:
                problems.add(place, f"{bad[0]!a} begins or ends with a blank, or has a control character")
            elif composed := [cell for cell in cells if not unicodedata.is_normalized("NFC", cell)]:
                problems.add(place, f"{composed[0]!r} is not in Unicode's composed form (NFC)")
            else:
                yield place, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        problems.add(Place(file.path, lines.line_num), f"not CSV: {error}")
