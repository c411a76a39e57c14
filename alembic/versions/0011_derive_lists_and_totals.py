"""Derive lists and totals, so that a list, a timeline and a count are look-ups however much there is to count."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0011_derive_lists_and_totals"
down_revision = "0010_look_up_by_any_column"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BEFORE, AFTER = "0008_views.sql", "0011_views.sql"


def views(script: str) -> dict[str, str]:
    """The statement that creates each view of a script, by the view's name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views() -> None:
    for name in views(AFTER):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    """Create the views that this revision makes anew as a script has them."""
    for name in views(AFTER):
        op.execute(views(script)[name])


def text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, comment=comment)


def optional(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=True, comment=comment)


def number(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False, comment=comment)


def create_table(name: str, *columns: sa.Column[str] | sa.Column[int], key: int) -> None:
    """A table in the order of its key, the first of its columns."""
    primary = sa.PrimaryKeyConstraint(*(column.name for column in columns[:key]), name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)


def upgrade() -> None:
    drop_views()
    # Whoever runs the migration derives it anew, and the new tables with it.
    op.execute("DELETE FROM state")
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
    create_views(AFTER)


def downgrade() -> None:
    drop_views()
    for table in ("rollup", "pending", "gap", "step", "listing"):
        op.drop_table(table)
    create_views(BEFORE)
