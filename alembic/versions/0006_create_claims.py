"""Create figures and statements."""

import sqlalchemy as sa
from alembic import op

revision = "0006_create_claims"
down_revision = "0005_create_cooperation"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def foreign_key(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=name, deferrable=True, initially="IMMEDIATE")


def edtf_check(x: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"({x} IS NOT NULL OR ({x}_from IS NULL AND {x}_to IS NULL))"
        f" AND ({x}_from IS NULL OR {x}_from LIKE '____-__-__')"
        f" AND ({x}_to IS NULL OR {x}_to LIKE '____-__-__')"
        f" AND ({x}_from IS NULL OR {x}_to IS NULL OR {x}_from <= {x}_to)",
        name=op.f(name),
    )


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False, comment="the record that the number is about"),
        sa.Column("measure", TEXT, nullable=False),
        sa.Column("amount", sa.Double(), nullable=False, comment="in the unit or currency"),
        sa.Column("amount_to", sa.Double(), nullable=True, comment="the upper end, where the text gives a range"),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("qualifier", TEXT, nullable=True),
        sa.Column("period", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "period_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "period_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("base", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "base_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("base_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"),
        edtf_check("base", "ck_figure_base"),
        edtf_check("period", "ck_figure_period"),
        sa.CheckConstraint("base IS NULL OR measure = 'change'", name=op.f("ck_figure_base_of_change")),
        sa.CheckConstraint("fact_kind = 'figure'", name=op.f("ck_figure_fact_kind")),
        sa.CheckConstraint("(unit IS NULL) <> (currency IS NULL)", name=op.f("ck_figure_unit")),
        sa.CheckConstraint("amount_to IS NULL OR amount_to > amount", name=op.f("ck_figure_amount_to")),
        foreign_key(["currency"], ["currency.code"], "fk_figure_currency"),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_figure_id_fact_kind"),
        foreign_key(["measure"], ["measure.code"], "fk_figure_measure"),
        foreign_key(["qualifier"], ["qualifier.code"], "fk_figure_qualifier"),
        foreign_key(["subject"], ["record.id"], "fk_figure_subject"),
        foreign_key(["unit"], ["unit.code"], "fk_figure_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
    )
    op.create_index("ix_figure_subject", "figure", ["subject"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("attribution", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("date", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "date_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("date_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"),
        edtf_check("date", "ck_statement_date"),
        sa.CheckConstraint("fact_kind = 'statement'", name=op.f("ck_statement_fact_kind")),
        foreign_key(["attribution"], ["attribution.code"], "fk_statement_attribution"),
        foreign_key(["event"], ["event.id"], "fk_statement_event"),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_statement_id_fact_kind"),
        foreign_key(["mode"], ["mode.code"], "fk_statement_mode"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
    )
    op.create_index("ix_statement_event", "statement", ["event"])
    op.create_table(
        "about",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.CheckConstraint("fact_kind = 'about'", name=op.f("ck_about_fact_kind")),
        foreign_key(
            ["id", "fact_kind", "statement"], ["fact.id", "fact.kind", "fact.record"], "fk_about_id_fact_kind_statement"
        ),
        foreign_key(["record"], ["record.id"], "fk_about_record"),
        foreign_key(["statement"], ["statement.id"], "fk_about_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_about"),
        sa.UniqueConstraint("statement", "record", name="uq_about_statement_record"),
    )
    op.create_index("ix_about_record", "about", ["record"])


def downgrade() -> None:
    op.drop_table("about")
    op.drop_table("statement")
    op.drop_table("figure")
