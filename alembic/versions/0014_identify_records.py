"""Add identifiers of other schemes, such as Wikidata, and the missing fields to views."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0014_identify_records"
down_revision = "0013_flag_cooperation"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0013_views.sql", "0014_views.sql"


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


def upgrade() -> None:
    drop_views(BEFORE)
    op.create_table(
        "identifier_scheme",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column(
            "definition_en",
            TEXT,
            nullable=True,
            comment="how the code differs from similar ones",
        ),
        sa.Column(
            "definition_ar",
            TEXT,
            nullable=True,
            comment="the same in Arabic",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_identifier_scheme")),
    )
    op.create_table(
        "identifier",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=True),
        sa.CheckConstraint("fact_kind = 'identifier'", name=op.f("ck_identifier_fact_kind")),
        sa.CheckConstraint("value <> ''", name=op.f("ck_identifier_value")),
        sa.ForeignKeyConstraint(
            ["id", "fact_kind", "record"],
            ["fact.id", "fact.kind", "fact.record"],
            name=op.f("fk_identifier_id_fact_kind_record"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["record.id"], name=op.f("fk_identifier_record"), initially="IMMEDIATE", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["scheme"],
            ["identifier_scheme.code"],
            name=op.f("fk_identifier_scheme"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
        sa.UniqueConstraint("record", "scheme", "value", name=op.f("uq_identifier_record_scheme_value")),
    )
    op.create_index(op.f("ix_identifier_scheme_value"), "identifier", ["scheme", "value"], unique=False)
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    op.execute("DELETE FROM citation WHERE fact IN (SELECT id FROM identifier)")
    op.drop_index(op.f("ix_identifier_scheme_value"), table_name="identifier")
    op.drop_table("identifier")
    op.drop_table("identifier_scheme")
    op.execute("DELETE FROM fact WHERE kind = 'identifier'")
    create_views(BEFORE)
