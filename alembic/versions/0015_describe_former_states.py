"""Add states that have ended, and the day on which the page of an article was read."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0015_describe_former_states"
down_revision = "0014_identify_records"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0014_views.sql", "0015_views.sql"

SEARCH_KEYS = {"sqlite": "rowid", "postgresql": "record"}


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


CHECKS = {
    "numeric": "(alpha3 IS NULL) = (numeric IS NULL)",
    "existed_until": "alpha3 IS NOT NULL OR existed_until IS NOT NULL",
}
COLUMNS = ("existed_from", "existed_until", "successors", "existence_source")
FORMER = "SELECT id FROM country WHERE alpha3 IS NULL"
FIGURES = f"SELECT id FROM figure WHERE subject IN ({FORMER})"
GONE = f"{FORMER} UNION {FIGURES}"
# Links, with their columns that can hold a country or a figure.
LINKS = {
    "about": ("record",),
    "classification": ("record",),
    "identifier": ("record",),
    "milestone": ("record", "party"),
    "participation": ("record", "party"),
    "position": ("holder",),
    "relation": ("subject", "object", "context"),
}


def of_former(link: str) -> str:
    """Return a SELECT of the ids of those links that a former state, or a figure about one, is part of."""
    return f"SELECT id FROM {link} WHERE " + " OR ".join(f"{column} IN ({GONE})" for column in LINKS[link])


COUNT_OF_LINKS = " + ".join(f"(SELECT count(*) FROM ({of_former(link)}) x)" for link in LINKS)
# What this revision's downgrade deletes beside the former states: a label, and a SELECT that counts.
LOSSES = {
    "figures about states that have ended": f"SELECT count(*) FROM ({FIGURES}) x",
    "links of states that have ended": f"SELECT {COUNT_OF_LINKS}",
    "records of states that have ended, which would be of no country": (
        "SELECT count(*) FROM record WHERE kind <> 'country'"
        " AND country IN (SELECT code FROM country WHERE alpha3 IS NULL)"
    ),
}


def upgrade() -> None:
    drop_views(BEFORE)
    op.add_column("article", sa.Column("retrieved", TEXT, nullable=True))
    with op.batch_alter_table("country") as batch:
        for column in COLUMNS:
            batch.add_column(sa.Column(column, TEXT, nullable=True))
        for column in ("alpha3", "numeric"):
            batch.alter_column(column, existing_type=TEXT, nullable=True)
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_country_{name}"), condition)
    create_views(AFTER)


def forget() -> None:
    """Delete the former states and the figures about them, with their links, citations, names and facts."""
    engine = op.get_context().dialect.name
    if engine == "postgresql":
        # A record and its fact refer to each other.
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for link in LINKS:
        rows = of_former(link)
        op.execute(f"DELETE FROM citation WHERE fact IN ({rows})")
        op.execute(f"DELETE FROM {link} WHERE id IN ({rows})")
        op.execute(f"DELETE FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})")
    op.execute(f"DELETE FROM search WHERE {SEARCH_KEYS[engine]} IN ({GONE})")
    for table, column in (("state", "record"), ("name", "record"), ("former_slug", "record"), ("citation", "fact")):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({GONE})")
    op.execute("UPDATE record SET country = NULL WHERE country IN (SELECT code FROM country WHERE alpha3 IS NULL)")
    op.execute(f"DELETE FROM figure WHERE subject IN ({FORMER})")
    op.execute("DELETE FROM country WHERE alpha3 IS NULL")
    for table in ("record", "fact"):
        for kind in ("country", "figure"):
            op.execute(f"DELETE FROM {table} WHERE kind = '{kind}' AND id NOT IN (SELECT id FROM {kind})")
    if engine == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def downgrade() -> None:
    drop_views(AFTER)
    forget()
    with op.batch_alter_table("country") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_country_{name}"), type_="check")
        for column in ("alpha3", "numeric"):
            batch.alter_column(column, existing_type=TEXT, nullable=False)
        for column in COLUMNS:
            batch.drop_column(column)
    op.drop_column("article", "retrieved")
    create_views(BEFORE)
