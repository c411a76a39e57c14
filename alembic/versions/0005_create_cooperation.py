"""Create agreements, events, initiatives, and their links."""

import sqlalchemy as sa
from alembic import op

revision = "0005_create_cooperation"
down_revision = "0004_create_citations"
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
        "agreement",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("value", sa.Double(), nullable=True, comment="in units of the currency"),
        sa.Column("value_to", sa.Double(), nullable=True, comment="the upper end, where the text gives a range"),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("qualifier", TEXT, nullable=True, comment="of the value"),
        sa.Column(
            "instruments", sa.Integer(), nullable=True, comment="how many instruments the row stands for; null for one"
        ),
        sa.Column("instruments_qualifier", TEXT, nullable=True),
        sa.Column("period", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "period_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "period_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("part_of", sa.Integer(), nullable=True),
        edtf_check("period", "ck_agreement_period"),
        sa.CheckConstraint("fact_kind = 'agreement'", name=op.f("ck_agreement_fact_kind")),
        sa.CheckConstraint("(value IS NULL) = (currency IS NULL)", name=op.f("ck_agreement_currency")),
        sa.CheckConstraint("instruments >= 1", name=op.f("ck_agreement_instruments")),
        sa.CheckConstraint(
            "instruments_qualifier IS NULL OR instruments IS NOT NULL", name=op.f("ck_agreement_instruments_qualifier")
        ),
        sa.CheckConstraint("part_of <> id", name=op.f("ck_agreement_part_of")),
        sa.CheckConstraint("qualifier IS NULL OR value IS NOT NULL", name=op.f("ck_agreement_qualifier")),
        sa.CheckConstraint("value_to IS NULL OR value_to > value", name=op.f("ck_agreement_value_to")),
        foreign_key(["currency"], ["currency.code"], "fk_agreement_currency"),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_agreement_id_fact_kind"),
        foreign_key(["instruments_qualifier"], ["qualifier.code"], "fk_agreement_instruments_qualifier"),
        foreign_key(["part_of"], ["agreement.id"], "fk_agreement_part_of"),
        foreign_key(["qualifier"], ["qualifier.code"], "fk_agreement_qualifier"),
        foreign_key(["type"], ["agreement_type.code"], "fk_agreement_type"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement"),
    )
    op.create_index("ix_agreement_part_of", "agreement", ["part_of"])
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("sector", TEXT, nullable=False),
        sa.CheckConstraint("fact_kind = 'classification'", name=op.f("ck_classification_fact_kind")),
        foreign_key(
            ["id", "fact_kind", "record"],
            ["fact.id", "fact.kind", "fact.record"],
            "fk_classification_id_fact_kind_record",
        ),
        foreign_key(["record"], ["record.id"], "fk_classification_record"),
        foreign_key(["sector"], ["sector.code"], "fk_classification_sector"),
        sa.PrimaryKeyConstraint("id", name="pk_classification"),
        sa.UniqueConstraint("record", "sector", name="uq_classification_record_sector"),
    )
    op.create_index("ix_classification_sector_record", "classification", ["sector", "record"])
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Integer(),
            nullable=True,
            comment="a country, organization, person or region; null where only a capacity is named",
        ),
        sa.Column("capacity", TEXT, server_default="itself", nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.CheckConstraint("fact_kind = 'participation'", name=op.f("ck_participation_fact_kind")),
        sa.CheckConstraint("party IS NOT NULL OR capacity <> 'itself'", name=op.f("ck_participation_party")),
        foreign_key(["capacity"], ["capacity.code"], "fk_participation_capacity"),
        foreign_key(
            ["id", "fact_kind", "record"],
            ["fact.id", "fact.kind", "fact.record"],
            "fk_participation_id_fact_kind_record",
        ),
        foreign_key(["party"], ["record.id"], "fk_participation_party"),
        foreign_key(["record"], ["record.id"], "fk_participation_record"),
        foreign_key(["role"], ["role.code"], "fk_participation_role"),
        sa.PrimaryKeyConstraint("id", name="pk_participation"),
    )
    op.create_index("ix_participation_party_record", "participation", ["party", "record"])
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("outlook", TEXT, nullable=False),
        sa.Column("date", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "date_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("date_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("part_of", sa.Integer(), nullable=True),
        edtf_check("date", "ck_event_date"),
        sa.CheckConstraint("fact_kind = 'event'", name=op.f("ck_event_fact_kind")),
        sa.CheckConstraint("part_of <> id", name=op.f("ck_event_part_of")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_event_id_fact_kind"),
        foreign_key(["outlook"], ["outlook.code"], "fk_event_outlook"),
        foreign_key(["part_of"], ["event.id"], "fk_event_part_of"),
        foreign_key(["place"], ["place.id"], "fk_event_place"),
        foreign_key(["type"], ["event_type.code"], "fk_event_type"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_part_of", "event", ["part_of"])
    op.create_index("ix_event_place", "event", ["place"])
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "period_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "period_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("part_of", sa.Integer(), nullable=True),
        edtf_check("period", "ck_initiative_period"),
        sa.CheckConstraint("fact_kind = 'initiative'", name=op.f("ck_initiative_fact_kind")),
        sa.CheckConstraint("part_of <> id", name=op.f("ck_initiative_part_of")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_initiative_id_fact_kind"),
        foreign_key(["part_of"], ["initiative.id"], "fk_initiative_part_of"),
        foreign_key(["place"], ["place.id"], "fk_initiative_place"),
        foreign_key(["type"], ["initiative_type.code"], "fk_initiative_type"),
        sa.PrimaryKeyConstraint("id", name="pk_initiative"),
    )
    op.create_index("ix_initiative_part_of", "initiative", ["part_of"])
    op.create_index("ix_initiative_place", "initiative", ["place"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("outlook", TEXT, server_default="occurred", nullable=False),
        sa.Column("party", sa.Integer(), nullable=True, comment="the one party that took the step alone"),
        sa.Column("date", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "date_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("date_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        edtf_check("date", "ck_milestone_date"),
        sa.CheckConstraint("fact_kind = 'milestone'", name=op.f("ck_milestone_fact_kind")),
        foreign_key(["event"], ["event.id"], "fk_milestone_event"),
        foreign_key(
            ["id", "fact_kind", "record"], ["fact.id", "fact.kind", "fact.record"], "fk_milestone_id_fact_kind_record"
        ),
        foreign_key(["outlook"], ["outlook.code"], "fk_milestone_outlook"),
        foreign_key(["party"], ["record.id"], "fk_milestone_party"),
        foreign_key(["place"], ["place.id"], "fk_milestone_place"),
        foreign_key(["record"], ["record.id"], "fk_milestone_record"),
        foreign_key(["stage"], ["stage.code"], "fk_milestone_stage"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
    )
    op.create_index("ix_milestone_event", "milestone", ["event"])
    op.create_index("ix_milestone_party", "milestone", ["party"])
    op.create_index("ix_milestone_place", "milestone", ["place"])
    op.create_index(
        "uq_participation_natural_key",
        "participation",
        ["record", sa.text("coalesce(party, 0)"), "capacity", "role"],
        unique=True,
    )
    op.create_index(
        "uq_milestone_natural_key",
        "milestone",
        [
            "record",
            "stage",
            "outlook",
            sa.text("coalesce(party, 0)"),
            sa.text("coalesce(date, '')"),
            sa.text("coalesce(event, 0)"),
        ],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("milestone")
    op.drop_table("initiative")
    op.drop_table("event")
    op.drop_table("participation")
    op.drop_table("classification")
    op.drop_table("agreement")
