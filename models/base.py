"""The declarative base, the names of constraints, and column types that many tables share."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Constraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    TextClause,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# The order of text by code point on both engines; SQLite's BINARY collation gives it by default.
Collated = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {str: Collated}


def reference(column: str) -> ForeignKey:
    """Return a foreign key that a load may defer to the end of its transaction."""
    return ForeignKey(column, deferrable=True, initially="IMMEDIATE")


def references(columns: list[str], targets: list[str]) -> ForeignKeyConstraint:
    """Return a foreign key of several columns, deferrable like `reference`."""
    return ForeignKeyConstraint(columns, targets, deferrable=True, initially="IMMEDIATE")


def subtype_of_record(kind: str) -> list[Constraint]:
    """Return the constraints that tie a row to a record of that kind."""
    return [
        CheckConstraint(f"fact_kind = '{kind}'", name="fact_kind"),
        references(["id", "fact_kind"], ["record.id", "record.kind"]),
    ]


def link_of_fact(kind: str, owner: str) -> list[Constraint]:
    """Return the constraints that tie a link to its fact and to the record that owns it."""
    return [
        CheckConstraint(f"fact_kind = '{kind}'", name="fact_kind"),
        references(["id", "fact_kind", owner], ["fact.id", "fact.kind", "fact.record"]),
    ]


def edtf_checks(*names: str) -> list[CheckConstraint]:
    """Return the checks of dates. A date has three columns: EDTF text, first day and last day, null if open."""
    return [
        CheckConstraint(
            f"({name} IS NOT NULL OR ({name}_from IS NULL AND {name}_to IS NULL))"
            f" AND ({name}_from IS NULL OR {name}_from LIKE '____-__-__')"
            f" AND ({name}_to IS NULL OR {name}_to LIKE '____-__-__')"
            f" AND ({name}_from IS NULL OR {name}_to IS NULL OR {name}_from <= {name}_to)",
            name=name,
        )
        for name in names
    ]


def newest_first(
    table: str, *columns: str, last: str, ties: tuple[str, ...] = (), name: str = "", only: str = ""
) -> list[Index]:
    """Return an index for `ORDER BY last DESC NULLS LAST, ties NULLS FIRST`, for each engine in its words.

    `name` replaces an expression in the name of the index; `only` is the condition of a partial index.
    """
    full_name = "_".join(("ix", table, *columns, name or last, *ties))
    condition = text(only) if only else None
    newest = text(f"{last} DESC NULLS LAST")
    return [
        # SQLite already puts nulls where these orders want them, and has no syntax for it in an index.
        Index(full_name, *columns, text(f"{last} DESC"), *ties, sqlite_where=condition).ddl_if(dialect="sqlite"),
        Index(full_name, *columns, newest, *map(_nulls_first, ties), postgresql_where=condition).ddl_if(
            dialect="postgresql"
        ),
    ]


def partial_index(name: str, columns: Sequence[str], condition: str) -> Index:
    """Return an index of the few rows that meet a condition, on both engines."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


def by_slug(table: str, *columns: str) -> list[Index]:
    """Return an index for `ORDER BY slug NULLS FIRST` among equal columns, for each engine in its words."""
    name = "_".join(("ix", table, *columns, "slug"))
    return [
        # An expression, as below: autogenerate would compare columns with those of the other engine.
        Index(name, *columns, text("slug")).ddl_if(dialect="sqlite"),
        Index(name, *columns, _nulls_first("slug")).ddl_if(dialect="postgresql"),
    ]


def _nulls_first(column: str) -> TextClause:
    return text(f"{column} NULLS FIRST")


# Loads number the rows, alike on both engines, so there is no sequence.
Key = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
EdtfText = Annotated[str | None, mapped_column(comment="EDTF (ISO 8601-2), as precise as the text and no more")]
FirstDay = Annotated[str | None, mapped_column(comment="first day of the date, ISO 8601; null where open or unknown")]
LastDay = Annotated[str | None, mapped_column(comment="last day of the date, ISO 8601; null where open or unknown")]

__all__ = [
    "Base",
    "Collated",
    "EdtfText",
    "FirstDay",
    "Key",
    "LastDay",
    "Mapped",
    "by_slug",
    "edtf_checks",
    "link_of_fact",
    "mapped_column",
    "newest_first",
    "reference",
    "references",
    "subtype_of_record",
]
