"""Create the closed vocabularies."""

import sqlalchemy as sa
from alembic import op

revision = "0001_create_vocabularies"
down_revision = None
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def foreign_key(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=name, deferrable=True, initially="IMMEDIATE")


def upgrade() -> None:
    op.create_table(
        "kind",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.Column("is_record", sa.Integer(), nullable=False, comment="1 for a record, 0 for a link"),
        sa.CheckConstraint("is_record IN (0, 1)", name=op.f("ck_kind_is_record")),
        sa.PrimaryKeyConstraint("code", name="pk_kind"),
    )
    op.create_table(
        "field",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        foreign_key(["kind"], ["kind.code"], "fk_field_kind"),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_field"),
    )
    op.create_table(
        "sector",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.Column("parent", TEXT, nullable=True),
        foreign_key(["parent"], ["sector.code"], "fk_sector_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_sector"),
    )
    op.create_index("ix_sector_parent", "sector", ["parent"])
    op.create_table(
        "relation_type",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_relation_type"),
    )
    op.create_table(
        "agreement_type",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_agreement_type"),
    )
    op.create_table(
        "attribution",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_attribution"),
    )
    op.create_table(
        "capacity",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_capacity"),
    )
    op.create_table(
        "currency",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.Column("numeric", TEXT, nullable=False, comment="ISO 4217 numeric code, three digits"),
        sa.Column(
            "minor_units", sa.Integer(), nullable=True, comment="ISO 4217 decimal places; null for units of account"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_currency"),
    )
    op.create_table(
        "event_type",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_event_type"),
    )
    op.create_table(
        "initiative_type",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_initiative_type"),
    )
    op.create_table(
        "language",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_language"),
    )
    op.create_table(
        "measure",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_measure"),
    )
    op.create_table(
        "mode",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_mode"),
    )
    op.create_table(
        "name_form",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_name_form"),
    )
    op.create_table(
        "organization_kind",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_organization_kind"),
    )
    op.create_table(
        "outlook",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_outlook"),
    )
    op.create_table(
        "place_kind",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_place_kind"),
    )
    op.create_table(
        "published_basis",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_published_basis"),
    )
    op.create_table(
        "qualifier",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_qualifier"),
    )
    op.create_table(
        "role",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.PrimaryKeyConstraint("code", name="pk_role"),
    )
    op.create_table(
        "stage",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.Column("rank", sa.Integer(), nullable=True, comment="height on the ladder, 10 to 100"),
        sa.PrimaryKeyConstraint("code", name="pk_stage"),
        sa.UniqueConstraint("rank", name="uq_stage_rank"),
    )
    op.create_table(
        "unit",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label_en", TEXT, nullable=False),
        sa.Column("label_ar", TEXT, nullable=False),
        sa.Column("definition_en", TEXT, nullable=True, comment="what tells the code from its neighbours"),
        sa.Column("definition_ar", TEXT, nullable=True, comment="the same in Arabic"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of presentation"),
        sa.Column("ucum", TEXT, nullable=True, comment="Unified Code for Units of Measure, where it has one"),
        sa.PrimaryKeyConstraint("code", name="pk_unit"),
    )
    op.create_table(
        "relation_join",
        sa.Column("type", TEXT, nullable=False),
        sa.Column("subject_kind", TEXT, nullable=False),
        sa.Column("object_kind", TEXT, nullable=False),
        foreign_key(["object_kind"], ["kind.code"], "fk_relation_join_object_kind"),
        foreign_key(["subject_kind"], ["kind.code"], "fk_relation_join_subject_kind"),
        foreign_key(["type"], ["relation_type.code"], "fk_relation_join_type"),
        sa.PrimaryKeyConstraint("type", "subject_kind", "object_kind", name="pk_relation_join"),
    )
    op.create_table(
        "sector_path",
        sa.Column("broader", TEXT, nullable=False),
        sa.Column("narrower", TEXT, nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False, comment="steps between the two, 0 for the sector itself"),
        foreign_key(["broader"], ["sector.code"], "fk_sector_path_broader"),
        foreign_key(["narrower"], ["sector.code"], "fk_sector_path_narrower"),
        sa.PrimaryKeyConstraint("broader", "narrower", name="pk_sector_path"),
    )
    op.create_index("ix_sector_path_narrower", "sector_path", ["narrower"])
    op.create_table(
        "sector_mapping",
        sa.Column("sector", TEXT, nullable=False),
        sa.Column("scheme", TEXT, nullable=False, comment="oecd_dac or isic"),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column(
            "relation", TEXT, nullable=False, comment="SKOS mapping: exact, close, broad (theirs is broader) or narrow"
        ),
        sa.CheckConstraint(
            "relation IN ('exact', 'close', 'broad', 'narrow')", name=op.f("ck_sector_mapping_relation")
        ),
        sa.CheckConstraint("scheme IN ('oecd_dac', 'isic')", name=op.f("ck_sector_mapping_scheme")),
        foreign_key(["sector"], ["sector.code"], "fk_sector_mapping_sector"),
        sa.PrimaryKeyConstraint("sector", "scheme", "code", name="pk_sector_mapping"),
    )


def downgrade() -> None:
    op.drop_table("sector_mapping")
    op.drop_table("sector_path")
    op.drop_table("relation_join")
    op.drop_table("unit")
    op.drop_table("stage")
    op.drop_table("role")
    op.drop_table("qualifier")
    op.drop_table("published_basis")
    op.drop_table("place_kind")
    op.drop_table("outlook")
    op.drop_table("organization_kind")
    op.drop_table("name_form")
    op.drop_table("mode")
    op.drop_table("measure")
    op.drop_table("language")
    op.drop_table("initiative_type")
    op.drop_table("event_type")
    op.drop_table("currency")
    op.drop_table("capacity")
    op.drop_table("attribution")
    op.drop_table("agreement_type")
    op.drop_table("relation_type")
    op.drop_table("sector")
    op.drop_table("field")
    op.drop_table("kind")
