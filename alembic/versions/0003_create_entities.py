"""Create places, organizations, people, positions and relations."""

import sqlalchemy as sa
from alembic import op

revision = "0003_create_entities"
down_revision = "0002_create_facts_and_records"
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
        "organization",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True, comment="the organization it belongs to"),
        sa.CheckConstraint("fact_kind = 'organization'", name=op.f("ck_organization_fact_kind")),
        sa.CheckConstraint("parent <> id", name=op.f("ck_organization_parent")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_organization_id_fact_kind"),
        foreign_key(["kind"], ["organization_kind.code"], "fk_organization_kind"),
        foreign_key(["parent"], ["organization.id"], "fk_organization_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_organization"),
    )
    op.create_index("ix_organization_parent", "organization", ["parent"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.CheckConstraint("fact_kind = 'person'", name=op.f("ck_person_fact_kind")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_person_id_fact_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.CheckConstraint("fact_kind = 'place'", name=op.f("ck_place_fact_kind")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_place_id_fact_kind"),
        foreign_key(["kind"], ["place_kind.code"], "fk_place_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("object", sa.Integer(), nullable=False),
        sa.Column("context", sa.Integer(), nullable=True, comment="where or in what it holds"),
        sa.Column("sector", TEXT, nullable=True),
        sa.Column("period", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "period_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "period_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        edtf_check("period", "ck_relation_period"),
        sa.CheckConstraint("fact_kind = 'relation'", name=op.f("ck_relation_fact_kind")),
        sa.CheckConstraint("object <> subject", name=op.f("ck_relation_object")),
        foreign_key(["context"], ["record.id"], "fk_relation_context"),
        foreign_key(
            ["id", "fact_kind", "subject"], ["fact.id", "fact.kind", "fact.record"], "fk_relation_id_fact_kind_subject"
        ),
        foreign_key(["object"], ["record.id"], "fk_relation_object"),
        foreign_key(["sector"], ["sector.code"], "fk_relation_sector"),
        foreign_key(["subject"], ["record.id"], "fk_relation_subject"),
        foreign_key(["type"], ["relation_type.code"], "fk_relation_type"),
        sa.PrimaryKeyConstraint("id", name="pk_relation"),
    )
    op.create_index("ix_relation_context", "relation", ["context"])
    op.create_index("ix_relation_object", "relation", ["object"])
    op.create_index("ix_relation_sector", "relation", ["sector"])
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "holder",
            sa.Integer(),
            nullable=True,
            comment="the organization or country; null where the text does not say",
        ),
        sa.Column("title_en", TEXT, nullable=False),
        sa.Column("title_ar", TEXT, nullable=False),
        sa.Column(
            "former", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="1 where the text says former"
        ),
        sa.Column("period", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "period_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "period_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        edtf_check("period", "ck_position_period"),
        sa.CheckConstraint("fact_kind = 'position'", name=op.f("ck_position_fact_kind")),
        sa.CheckConstraint("former IN (0, 1)", name=op.f("ck_position_former")),
        foreign_key(["holder"], ["record.id"], "fk_position_holder"),
        foreign_key(
            ["id", "fact_kind", "person"], ["fact.id", "fact.kind", "fact.record"], "fk_position_id_fact_kind_person"
        ),
        foreign_key(["person"], ["person.id"], "fk_position_person"),
        sa.PrimaryKeyConstraint("id", name="pk_position"),
    )
    op.create_index("ix_position_holder", "position", ["holder"])
    op.create_index(
        "uq_relation_natural_key",
        "relation",
        [
            "subject",
            "type",
            "object",
            sa.text("coalesce(context, 0)"),
            sa.text("coalesce(sector, '')"),
            sa.text("coalesce(period, '')"),
        ],
        unique=True,
    )
    op.create_index(
        "uq_position_natural_key", "position", ["person", sa.text("coalesce(holder, 0)"), "title_en"], unique=True
    )


def downgrade() -> None:
    op.drop_table("position")
    op.drop_table("relation")
    op.drop_table("place")
    op.drop_table("person")
    op.drop_table("organization")
