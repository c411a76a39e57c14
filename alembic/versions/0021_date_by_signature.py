"""Derive signature, report and places of records; name capacities in lists, and give every link its own item."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0021_date_by_signature"
down_revision = "0020_figures_without_subject"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0015_views.sql", "0021_views.sql"


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


COLUMNS = ("signed", "signed_from", "signed_to", "reported_from", "reported_to", "places")
COMMENTS = {
    "signed": "EDTF (ISO 8601-2), as precise as the text and no more",
    "signed_from": "first day of the date, ISO 8601; null where open or unknown",
    "signed_to": "last day of the date, ISO 8601; null where open or unknown",
    "reported_from": "first day of the date, ISO 8601; null where open or unknown",
    "reported_to": "last day of the date, ISO 8601; null where open or unknown",
    "places": "slugs of the places where the stage was reached, sorted",
}
PARTIES = "slug, slug:capacity or :capacity of each party, sorted; of a statement, its speakers"
PARTIES_BEFORE = "slugs, sorted; of a statement, its speakers"
LISTS = {"sqlite": "group_concat(x, '; ')", "postgresql": "string_agg(x, '; ' ORDER BY x)"}
# The rows of `state` as revisions 0012 to 0020 derive them.
STATE_BEFORE = """
INSERT INTO state (
    record, kind, stage, stage_rank, date, date_from, date_to, place,
    parties, countries, sectors, subjects, publishers, citations, slug
)
SELECT r.id AS record, r.kind, m.stage, g.rank AS stage_rank,
    CASE r.kind WHEN 'event' THEN e.date WHEN 'statement' THEN t.date WHEN 'figure' THEN u.period
        ELSE m.date END AS date,
    CASE r.kind WHEN 'event' THEN e.date_from WHEN 'statement' THEN t.date_from WHEN 'figure' THEN u.period_from
        ELSE m.date_from END AS date_from,
    CASE r.kind WHEN 'event' THEN e.date_to WHEN 'statement' THEN t.date_to WHEN 'figure' THEN u.period_to
        ELSE m.date_to END AS date_to,
    CASE r.kind WHEN 'event' THEN e.place WHEN 'initiative' THEN i.place
        ELSE coalesce(m.place, h.place) END AS place,
    (SELECT {list} FROM (
        SELECT DISTINCT p.slug AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND (r.kind <> 'statement' OR l.role = 'speaker') ORDER BY 1) q) AS parties,
    (SELECT {list} FROM (
        SELECT p.country AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND p.country IS NOT NULL
        UNION
        SELECT p.country FROM figure f JOIN record p ON p.id = f.subject
        WHERE f.id = r.id AND p.country IS NOT NULL ORDER BY 1) q) AS countries,
    (SELECT {list} FROM (
        SELECT c.sector AS x FROM classification c WHERE c.record = r.id ORDER BY 1) q) AS sectors,
    (SELECT {list} FROM (
        SELECT p.slug AS x FROM about b JOIN record p ON p.id = b.record WHERE b.statement = r.id ORDER BY 1) q
    ) AS subjects,
    (SELECT count(DISTINCT coalesce(a.reprinted_from, a.publisher, a.id))
        FROM fact f JOIN citation c ON c.fact = f.id JOIN article a ON a.id = c.article
        WHERE f.record = r.id) AS publishers,
    (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id) AS citations,
    r.slug
FROM record r
LEFT JOIN event e ON e.id = r.id
LEFT JOIN initiative i ON i.id = r.id
LEFT JOIN statement t ON t.id = r.id
LEFT JOIN figure u ON u.id = r.id
LEFT JOIN milestone m ON m.id = (
    SELECT o.id FROM milestone o JOIN stage s ON s.code = o.stage
    WHERE o.record = r.id AND o.outlook = 'occurred' AND (
        s.rank IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM milestone n JOIN stage z ON z.code = n.stage
            WHERE n.record = r.id AND n.outlook = 'occurred' AND z.rank IS NOT NULL AND n.date_from > o.date_from))
    ORDER BY CASE WHEN s.rank IS NULL THEN 0 ELSE 1 END, s.rank DESC, o.date_from DESC NULLS LAST,
        o.date_to DESC NULLS LAST, o.stage, o.id
    LIMIT 1)
LEFT JOIN stage g ON g.code = m.stage
LEFT JOIN event h ON h.id = m.event
WHERE r.kind IN ('agreement', 'event', 'initiative', 'figure', 'statement')"""


def comment_parties(comment: str, before: str) -> None:
    """Set the comment of `parties`, where the engine has comments."""
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("state", "parties", existing_type=TEXT, comment=comment, existing_comment=before)


def newest(column: str) -> list[str]:
    """Return the columns of an index by the newest first, in the words of the engine."""
    if op.get_context().dialect.name == "postgresql":
        return [f"{column} DESC NULLS LAST", "slug NULLS FIRST"]
    return [f"{column} DESC", "slug"]


def upgrade() -> None:
    drop_views(BEFORE)
    # The end of an upgrade derives every row again.
    op.execute("DELETE FROM state")
    for column in COLUMNS:
        op.add_column("state", sa.Column(column, TEXT, nullable=True, comment=COMMENTS[column]))
    comment_parties(PARTIES, PARTIES_BEFORE)
    agreements = sa.text("kind = 'agreement'")
    op.create_index(
        "ix_state_kind_signed_slug",
        "state",
        ["kind", *map(sa.text, newest("coalesce(signed_from, date_from)"))],
        sqlite_where=agreements,
        postgresql_where=agreements,
    )
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    op.execute("DELETE FROM state")
    op.drop_index("ix_state_kind_signed_slug", "state")
    comment_parties(PARTIES_BEFORE, PARTIES)
    for column in reversed(COLUMNS):
        op.drop_column("state", column)
    op.execute(STATE_BEFORE.replace("{list}", LISTS[op.get_context().dialect.name]))
    create_views(BEFORE)
