"""The reference tables in `seeds/reference/*.csv`: vocabularies, sectors, countries, and the look-ups of checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.kinds.records import VOCABULARIES
from seeds.format.problems import Place, Problems
from seeds.format.records import RECORDS, Localized, OtherName, Record

# In the order of writing: a table comes after those it refers to.
TABLES = (*VOCABULARIES, "field", "relation_join", "sector_path", "sector_mapping")
# The vocabulary to whose codes a table belongs, and its column of these.
CODE_OF = {"relation_join": ("relation_type", "type"), "sector_path": ("sector", "narrower")}
# Columns of whole numbers, in any of the files.
FLAGS = {"is_record", "under_way", "cooperation", "partner"}
# The most levels of sectors.
LEVELS = 20
INTEGERS = {"rank", "minor_units", *FLAGS}
NAME_COLUMNS = ("code", "language", "text", "form")
Row = dict[str, str | int | None]


@dataclass
class Reference:
    """The rows of every reference table, the countries as records, and their other names.

    `added` are those rows of the tables that a user's folder adds.
    """

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})
    countries: list[Record] = field(default_factory=list)
    country_names: list[dict[str, str]] = field(default_factory=list)
    added: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> None:
        """Read one CSV file; `name` is without its ending."""
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), restval=""))
        if name in COUNTRIES:
            self.countries += COUNTRIES[name](rows)
            return
        if name == "country_name":
            self.country_names = [{column: row[column] for column in NAME_COLUMNS} for row in rows]
            return
        numbered = "label_en" in rows[0]
        self.tables[name] = [
            {column: _cell(column, value) for column, value in row.items()} | ({"position": n} if numbered else {})
            for n, row in enumerate(rows, 1)
        ]
        if name == "sector":
            self.tables["sector_path"] = list(sector_paths(self.tables["sector"]))

    def codes(self, vocabulary: str) -> list[str]:
        """Return the codes of a vocabulary in the order of its file."""
        return [str(row["code"]) for row in self.tables[vocabulary]]

    def named_countries(self, countries: list[Record], problems: Problems) -> Iterator[Record]:
        """Yield the other names of these countries, one record for each name: a country is declared elsewhere."""
        known = {record.values["code"]: record for record in countries}
        for line, row in enumerate(self.country_names, 2):
            country, place = known.get(row["code"]), Place("reference/country_name.csv", line)
            if country is None:
                problems.add(place, f"code: {row['code']!r} is not the code of a country")
            elif not all(row.values()):
                problems.add(place, "a name has a code, language, text and form")
            elif row["text"] not in country.values["name"]:
                name = OtherName(row["text"], row["language"], row["form"], place)
                yield Record("country", country.slug, place, extends=True, names=[name])

    def joins(self) -> set[tuple[str, str, str]]:
        """Return the allowed triples of relation type, kind of subject and kind of object."""
        rows = self.tables["relation_join"]
        return {(str(row["type"]), str(row["subject_kind"]), str(row["object_kind"])) for row in rows}

    def ranks(self) -> dict[str, int | None]:
        """Return the rank of each stage; None for a stage without one."""
        return {str(row["code"]): None if row["rank"] is None else int(row["rank"]) for row in self.tables["stage"]}


def _cell(column: str, value: str) -> str | int | None:
    if value == "":
        return None
    return int(value) if column in INTEGERS else value


def _countries(rows: list[dict[str, str]]) -> Iterator[Record]:
    """Yield the countries of ISO 3166-1."""
    for line, row in enumerate(rows, 2):
        values = {name: row[name] for name in ("code", "alpha3", "numeric")}
        yield _country(row["slug"], Place("reference/country.csv", line), row, values)


def _former_countries(rows: list[dict[str, str]]) -> Iterator[Record]:
    """Yield the states that have ended."""
    for line, row in enumerate(rows, 2):
        values: dict[str, str | None] = {
            "code": row["code"],
            "existed_from": row["from"] or None,
            "existed_until": row["until"],
            "successors": "; ".join(sorted(row["successors"].split())) or None,
            "existence_source": row["source"],
        }
        yield _country(row["slug"], Place("reference/former_country.csv", line), row, values)


def _country(slug: str, place: Place, row: dict[str, str], values: Mapping[str, str | None]) -> Record:
    blank = dict.fromkeys(each.name for each in RECORDS["country"].fields)
    name = Localized(row["name_en"], row["name_ar"])
    return Record("country", slug, place, values=blank | {"name": name, "country": row["code"]} | dict(values))


# The files whose rows are countries.
COUNTRIES = {"country": _countries, "former_country": _former_countries}


def sector_paths(sectors: list[Row]) -> Iterator[Row]:
    """Yield the closure of the tree: each sector with itself and with every broader one.

    Raises:
        ValueError: a sector is above itself, or too deep: the closure grows with the square of the depth.
    """
    parents = {row["code"]: row["parent"] for row in sectors}
    for code in parents:
        broader, depth = code, 0
        while broader is not None:
            if depth == LEVELS:
                raise ValueError(f"the sector {code!r} is above itself, or below more than {LEVELS - 1} others")
            yield {"broader": broader, "narrower": code, "depth": depth}
            broader, depth = parents[broader], depth + 1
