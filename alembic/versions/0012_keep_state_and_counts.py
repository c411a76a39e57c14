"""Replace the derived lists by `state` and counts; add views."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0012_keep_state_and_counts"
down_revision = "0011_derive_lists_and_totals"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# Until here a revision kept only the views that it changed; from here on each keeps all of them.
BEFORE, AFTER = ("0008_views.sql", "0010_views.sql", "0011_views.sql"), ("0012_views.sql",)
DROPPED = ("rollup", "pending", "gap", "step", "listing")
# The indexes that PostgreSQL gets again, with the nulls of the slug where reports ask for them.
ORDERED = {
    "ix_record_kind_slug": ("record", ("kind",)),
    "ix_record_country_kind_slug": ("record", ("country", "kind")),
    "ix_state_kind_date_from_slug": ("state", ("kind", "date_from DESC NULLS LAST")),
    "ix_state_place_kind_date_from_slug": ("state", ("place", "kind", "date_from DESC NULLS LAST")),
}
INCOMPLETE = sa.text("parties IS NULL OR sectors IS NULL OR citations = 1")
COUNTS = (
    """
    INSERT INTO country_count (country, kind, records)
    SELECT x.country, x.kind, count(DISTINCT x.id)
    FROM (
        SELECT p.country, r.kind, r.id FROM participation l
        JOIN record p ON p.id = l.party JOIN record r ON r.id = l.record
        UNION ALL
        SELECT s.country, 'figure', f.id FROM figure f JOIN record s ON s.id = f.subject
        UNION ALL
        SELECT o.country, o.kind, o.id FROM record o WHERE o.kind = 'organization'
    ) x
    WHERE x.country IS NOT NULL
    GROUP BY x.country, x.kind
    """,
    """
    INSERT INTO sector_count (sector, kind, records)
    SELECT p.broader, r.kind, count(DISTINCT r.id)
    FROM classification c JOIN sector_path p ON p.narrower = c.sector JOIN record r ON r.id = c.record
    GROUP BY p.broader, r.kind
    """,
)


def views(scripts: tuple[str, ...]) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view, by name, as the last of the scripts has it."""
    texts = "\n".join(Path(__file__).with_name(script).read_text("utf-8") for script in scripts)
    lines = [line for line in texts.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(scripts: tuple[str, ...]) -> None:
    for name in reversed(views(scripts)):
        op.execute(f"DROP VIEW {name}")


def create_views(scripts: tuple[str, ...]) -> None:
    for statement in views(scripts).values():
        op.execute(statement)


def is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def order_slugs(nulls: str) -> None:
    """Create the indexes that end in a slug again, on PostgreSQL; SQLite orders nulls first in any case."""
    for name, (table, columns) in ORDERED.items() if is_postgresql() else ():
        op.drop_index(name, table)
        op.create_index(name, table, [*map(sa.text, columns), sa.text(f"slug{nulls}")])


def upgrade() -> None:
    drop_views(BEFORE)
    for table in DROPPED:
        op.drop_table(table)
    for table, column, meaning in (
        ("country_count", "country", "ISO 3166-1 alpha-2"),
        ("sector_count", "sector", "code of the sector"),
    ):
        op.create_table(
            table,
            sa.Column(column, TEXT, nullable=False, comment=meaning),
            sa.Column("kind", TEXT, nullable=False, comment="kind of record"),
            sa.Column("records", sa.Integer(), nullable=False, comment="number of records, each counted once"),
            sa.PrimaryKeyConstraint(column, "kind", name=f"pk_{table}"),
            sqlite_with_rowid=False,
        )
    for statement in COUNTS:
        op.execute(statement)
    order_slugs(" NULLS FIRST")
    newest = ("date_from DESC NULLS LAST", "slug NULLS FIRST") if is_postgresql() else ("date_from DESC", "slug")
    op.create_index("ix_state_kind_stage_date_from_slug", "state", ["kind", "stage", *map(sa.text, newest)])
    op.create_index("ix_state_gaps", "state", ["kind"], sqlite_where=INCOMPLETE, postgresql_where=INCOMPLETE)
    create_views(AFTER)


def text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, comment=comment)


def number(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False, comment=comment)


def create_table(name: str, *columns: sa.Column[str] | sa.Column[int], key: int) -> None:
    """Create a table in the order of its key, which is the first of its columns."""
    primary = sa.PrimaryKeyConstraint(*(column.name for column in columns[:key]), name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)


def downgrade() -> None:
    drop_views(AFTER)
    op.drop_index("ix_state_gaps", "state")
    op.drop_index("ix_state_kind_stage_date_from_slug", "state")
    order_slugs("")
    op.drop_table("sector_count")
    op.drop_table("country_count")
    create_dropped_tables()
    create_views(BEFORE)


def create_dropped_tables() -> None:
    """Create the tables as revision 0011 did; they stay empty, since no released version reads them."""
    create_table(
        "listing",
        text("facet", "all, country, pair, sector or organization"),
        text("key", "code or slug; of a pair its codes in order, and empty of all"),
        text("kind"),
        number("ordinal", "the newest first: the first day as a number below 0, and 0 without one"),
        number("record"),
        number("own", "1, or 0 in the list of a sector of which it has only a narrower one"),
        key=5,
    )
    create_table(
        "step",
        text("facet", "as in `listing`"),
        text("key", "as in `listing`"),
        number("day", "the first day as a number, and 99999999 without one"),
        number("record"),
        key=4,
    )
    create_table("gap", text("gap", "what is missing"), text("kind"), text("slug"), number("record"), key=3)
    create_pending()
    create_table(
        "rollup",
        text(
            "measure",
            "records and undated (a country, b sector, empty for all, c kind), country-country, country-sector,"
            " sector-stage, pair (two countries, c stage of their agreements)",
        ),
        text("a"),
        text("b"),
        text("c"),
        sa.Column("n", sa.BigInteger(), nullable=False, comment="how many records"),
        key=4,
    )
    op.create_index("ix_listing_record_facet_own", "listing", ["record", "facet", "own"])
    for table in ("step", "gap", "pending"):
        op.create_index(f"ix_{table}_record", table, ["record"])


def create_pending() -> None:
    def optional(name: str, comment: str | None = None) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=True, comment=comment)

    create_table(
        "pending",
        text("past", "last day of its date, or of what it belongs to"),
        text("kind"),
        number("height", "of the stage on its ladder, and 999 beside it"),
        text("slug"),
        number("fact", "the milestone that is planned, or the record"),
        number("record"),
        optional("stage"),
        sa.Column("stage_rank", sa.Integer(), nullable=True),
        text("outlook"),
        optional("date", "EDTF (ISO 8601-2), as the text allows and no finer"),
        optional("date_from", "first day of the date, ISO 8601; null where open or unknown"),
        optional("date_to", "last day of the date, ISO 8601; null where open or unknown"),
        key=5,
    )
