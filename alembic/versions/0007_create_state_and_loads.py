"""Create derived state and the log of loads."""

import sqlalchemy as sa
from alembic import op

revision = "0007_create_state_and_loads"
down_revision = "0006_create_claims"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def foreign_key(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=name, deferrable=True, initially="IMMEDIATE")


def upgrade() -> None:
    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TEXT, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False, comment="version of Mithaq that loaded"),
        sa.Column("digest", TEXT, nullable=False, comment="SHA-256 over the paths and digests of all seed files read"),
        sa.Column("inserted", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        foreign_key(["collection"], ["collection.name"], "fk_load_collection"),
        sa.PrimaryKeyConstraint("id", name="pk_load"),
    )
    op.create_table(
        "state",
        sa.Column("record", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column(
            "stage", TEXT, nullable=True, comment="of the highest occurred milestone, or of a later one off the ladder"
        ),
        sa.Column("stage_rank", sa.Integer(), nullable=True),
        sa.Column("date", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "date_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("date_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"),
        sa.Column("place", sa.Integer(), nullable=True, comment="where the stage was reached, or the event is held"),
        sa.Column("parties", TEXT, nullable=True, comment="slugs, sorted; of a statement, its speakers"),
        sa.Column("countries", TEXT, nullable=True, comment="ISO codes of the parties' countries, sorted"),
        sa.Column("sectors", TEXT, nullable=True, comment="codes, sorted"),
        sa.Column("subjects", TEXT, nullable=True, comment="of a statement: slugs of what it is about, sorted"),
        sa.Column("publishers", sa.Integer(), nullable=False, comment="independent publishers that support it"),
        sa.Column("citations", sa.Integer(), nullable=False, comment="citations of the record and its links"),
        foreign_key(["kind"], ["kind.code"], "fk_state_kind"),
        foreign_key(["place"], ["place.id"], "fk_state_place"),
        foreign_key(["record"], ["record.id"], "fk_state_record"),
        foreign_key(["stage"], ["stage.code"], "fk_state_stage"),
        sa.PrimaryKeyConstraint("record", name="pk_state"),
    )
    # SQLite sorts nulls last in a descending index and refuses to be told so; PostgreSQL must be told.
    nulls_last = " NULLS LAST" if op.get_context().dialect.name == "postgresql" else ""
    op.create_index("ix_state_kind_date_from", "state", ["kind", sa.text("date_from DESC" + nulls_last)])
    op.create_index("ix_state_place", "state", ["place"])


def downgrade() -> None:
    op.drop_table("state")
    op.drop_table("load")
