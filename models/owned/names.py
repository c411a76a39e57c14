"""Names of Mithaq's own database objects; all others belong to the user."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from models.derived.definitions import FORMER_TABLES
from models.derived.search_schema import SHADOW_TABLES
from models.revisions import scripts_folder

# Indexes of earlier revisions whose names their scripts put together.
FORMER_INDEXES = frozenset(f"ix_{table}_record" for table in ("step", "gap", "pending"))


@cache
def our_tables() -> frozenset[str]:
    """Return the names of the tables of every revision."""
    from models.schema import metadata

    return frozenset({*metadata.tables, *FORMER_TABLES, *SHADOW_TABLES, "search", "alembic_version"})


@cache
def our_views() -> frozenset[str]:
    """Return the names of the views of every revision."""
    scripts = [Path(__file__).parents[1] / "views.sql", *Path(scripts_folder(), "versions").glob("*_views.sql")]
    return frozenset(
        name for each in scripts for name in re.findall(r"^CREATE VIEW (\w+)", each.read_text("utf-8"), re.M)
    )


@cache
def our_indexes() -> frozenset[str]:
    """Return the names of the indexes of every revision, but for those that keep a constraint."""
    from models.schema import metadata

    indexes = (str(index.name) for table in metadata.tables.values() for index in table.indexes)
    scripts = Path(scripts_folder(), "versions").glob("*.py")
    named = (name for each in scripts for name in re.findall(r"\b[iu][xq]_\w+\b", each.read_text("utf-8")))
    return frozenset({*indexes, *named, *FORMER_INDEXES})


# What begins the name of a constraint of ours, in every revision: `models.base.NAMING`.
PREFIXES = "(ck|fk|pk|uq)_"


def is_our_constraint(name: str, table: str) -> bool:
    """Return whether a constraint of one of our tables has a name as ours have it."""
    return bool(re.match(f"{PREFIXES}{table}(_|$)", name))


def quoted_list(names: frozenset[str]) -> str:
    """Return names as a list of SQL literals."""
    return ", ".join(f"'{name}'" for name in sorted(names))
