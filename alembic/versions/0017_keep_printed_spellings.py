"""Keep the spelling of parties and places that are not identified, and every field of a link in its key."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0017_keep_printed_spellings"
down_revision = "0016_name_in_one_language"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# The views stay as they were; SQLite rebuilds no table that a view reads.
VIEWS = "0015_views.sql"


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


# Table, column, and the column of the identified record that excludes it.
COLUMNS = (
    ("event", "place_printed", "place"),
    ("participation", "printed", "party"),
    ("milestone", "printed", "party"),
    ("milestone", "place_printed", "place"),
)
PARTY_BEFORE = "party IS NOT NULL OR capacity <> 'itself'"
PARTY = "party IS NOT NULL OR printed IS NOT NULL OR capacity <> 'itself'"
KEYS = {
    "participation": ("record", "coalesce(party, 0)", "coalesce(printed, '')", "capacity", "role"),
    "milestone": (
        *("record", "stage", "outlook", "coalesce(party, 0)", "coalesce(printed, '')", "coalesce(date, '')"),
        *("coalesce(event, 0)", "coalesce(place, 0)", "coalesce(place_printed, '')"),
    ),
}
KEYS_BEFORE = {
    "participation": ("record", "coalesce(party, 0)", "capacity", "role"),
    "milestone": (*("record", "stage", "outlook", "coalesce(party, 0)", "coalesce(date, '')", "coalesce(event, 0)"),),
}
PRINTED = "SELECT id FROM {} WHERE printed IS NOT NULL"
# Of the milestones that differ only in their place, all but the first.
ELSEWHERE = (
    "SELECT m.id FROM milestone m JOIN milestone n ON n.record = m.record AND n.stage = m.stage"
    " AND n.outlook = m.outlook AND coalesce(n.party, 0) = coalesce(m.party, 0)"
    " AND coalesce(n.date, '') = coalesce(m.date, '') AND coalesce(n.event, 0) = coalesce(m.event, 0)"
    " AND n.printed IS NULL AND n.id < m.id"
)
# What this revision's downgrade deletes: a label, and a SELECT that counts.
LOSSES = {
    "participations of parties that are not identified": "SELECT count(*) FROM participation WHERE printed IS NOT NULL",
    "milestones of parties that are not identified": "SELECT count(*) FROM milestone WHERE printed IS NOT NULL",
    "milestones that differ from another one only in their place": f"SELECT count(DISTINCT x.id) FROM ({ELSEWHERE}) x",
}


def forget(link: str, rows: str) -> None:
    """Delete links, the ids of which a SELECT gives, with their citations and facts."""
    op.execute(f"DELETE FROM citation WHERE fact IN ({rows})")
    op.execute(f"DELETE FROM {link} WHERE id IN ({rows})")
    op.execute(f"DELETE FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})")


def set_keys(keys: dict[str, tuple[str, ...]]) -> None:
    for table, columns in keys.items():
        op.create_index(f"uq_{table}_natural_key", table, [sa.text(column) for column in columns], unique=True)


def drop_keys() -> None:
    for table in KEYS:
        op.drop_index(f"uq_{table}_natural_key", table)


def set_party_check(condition: str) -> None:
    with op.batch_alter_table("participation") as batch:
        batch.drop_constraint(op.f("ck_participation_party"), type_="check")
        batch.create_check_constraint(op.f("ck_participation_party"), condition)


def upgrade() -> None:
    drop_views(VIEWS)
    drop_keys()
    for table, column, identified in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, TEXT, nullable=True))
            condition = f"{column} IS NULL OR ({identified} IS NULL AND {column} <> '')"
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), condition)
    set_party_check(PARTY)
    set_keys(KEYS)
    create_views(VIEWS)


def downgrade() -> None:
    drop_views(VIEWS)
    for link in ("participation", "milestone"):
        forget(link, PRINTED.format(link))
    forget("milestone", ELSEWHERE)
    drop_keys()
    set_party_check(PARTY_BEFORE)
    for table, column, _ in reversed(COLUMNS):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.drop_column(column)
    set_keys(KEYS_BEFORE)
    create_views(VIEWS)
