"""Draw the entity diagram from the metadata, for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Table

from models.base import Base
from models.schema import metadata
from models.vocabulary import Vocabulary

VOCABULARIES = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Vocabulary)}
# Tables that almost every other refers to, or that only loads use: their lines would hide the rest.
ASIDE = VOCABULARIES | {
    "field",
    "relation_join",
    "sector_mapping",
    "sector_path",
    "added_code",
    *("collection", "source", "load"),
}


def entity_diagram() -> str:
    """Return the diagram of facts and the tables around them: a line for each foreign key."""
    tables = [table for table in metadata.sorted_tables if table.name not in ASIDE]
    return "\n".join(["erDiagram", *(line for table in tables for line in _lines(table))])


def _lines(table: Table) -> Iterator[str]:
    keys = sorted(table.foreign_key_constraints, key=lambda key: [column.name for column in key.columns])
    for key in keys:
        if key.referred_table.name not in ASIDE:
            yield f"    {key.referred_table.name} {_cardinality(table, key)} {table.name} : {_label(key)}"


def _cardinality(table: Table, key: ForeignKeyConstraint) -> str:
    """Return the crow's feet: one or no row at the other end, one or many here."""
    other = "|o" if any(column.nullable for column in key.columns) else "||"
    columns = {column.name for column in key.columns}
    return f"{other}--{'o|' if {column.name for column in table.primary_key} <= columns else 'o{'}"


def _label(key: ForeignKeyConstraint) -> str:
    """Return the column that refers to the other row, or `is` where both rows share an ID, as a record and its fact."""
    names = [column.name for column in key.columns]
    return "is" if "id" in names else names[0]
