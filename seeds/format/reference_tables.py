"""The reference tables in `seeds/reference/*.csv`: vocabularies, sectors, and what checks need to know of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from seeds.format.problems import Place
from seeds.format.records import Localized, Record

# In the order in which their rows can be written: a table follows those it refers to.
TABLES = (
    "kind",
    "field",
    "stage",
    "outlook",
    "agreement_type",
    "event_type",
    "initiative_type",
    "organization_kind",
    "place_kind",
    "role",
    "capacity",
    "relation_type",
    "relation_join",
    "attribution",
    "mode",
    "measure",
    "unit",
    "qualifier",
    "currency",
    "language",
    "name_form",
    "published_basis",
    "sector",
    "sector_path",
    "sector_mapping",
)
Row = dict[str, str | int | None]


@dataclass
class Reference:
    """The rows of every reference table, and the countries as records."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})
    countries: list[Record] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> None:
        """Take in one CSV file by its name without ending."""
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
        if name == "country":
            self.countries = list(_country_records(rows))
            return
        numbered = "label_en" in rows[0]
        self.tables[name] = [
            {column: _cell(column, value) for column, value in row.items()} | ({"position": n} if numbered else {})
            for n, row in enumerate(rows, 1)
        ]
        if name == "sector":
            self.tables["sector_path"] = list(_paths(self.tables["sector"]))

    def codes(self, vocabulary: str) -> list[str]:
        return [str(row["code"]) for row in self.tables[vocabulary]]

    def fields_of(self, kind: str) -> list[str]:
        return [str(row["name"]) for row in self.tables["field"] if row["kind"] == kind]

    def joins(self) -> set[tuple[str, str, str]]:
        """Relation type, kind of subject, kind of object."""
        rows = self.tables["relation_join"]
        return {(str(row["type"]), str(row["subject_kind"]), str(row["object_kind"])) for row in rows}

    def ranks(self) -> dict[str, int | None]:
        """Height of each stage on the ladder; None beside it."""
        return {str(row["code"]): None if row["rank"] is None else int(row["rank"]) for row in self.tables["stage"]}


def _cell(column: str, value: str) -> str | int | None:
    if value == "":
        return None
    return int(value) if column in ("rank", "minor_units", "is_record") else value


def _country_records(rows: list[dict[str, str]]) -> Iterator[Record]:
    for line, row in enumerate(rows, 2):
        values = {
            "name": Localized(row["name_en"], row["name_ar"]),
            "country": row["code"],
            "code": row["code"],
            "alpha3": row["alpha3"],
            "numeric": row["numeric"],
        }
        yield Record("country", row["slug"], Place("reference/country.csv", line), values=values)


def _paths(sectors: list[Row]) -> Iterator[Row]:
    """The closure of the tree: each sector under itself and under all that is broader."""
    parents = {row["code"]: row["parent"] for row in sectors}
    for code in parents:
        broader, depth = code, 0
        while broader is not None:
            if depth == len(parents):
                raise ValueError(f"{code} is a sector under itself")
            yield {"broader": broader, "narrower": code, "depth": depth}
            broader, depth = parents[broader], depth + 1
