"""Create collections, facts, records, countries and names."""

import sqlalchemy as sa
from alembic import op

revision = "0002_create_facts_and_records"
down_revision = "0001_create_vocabularies"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def foreign_key(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=name, deferrable=True, initially="IMMEDIATE")


def upgrade() -> None:
    postgresql = op.get_context().dialect.name == "postgresql"
    op.create_table(
        "collection", sa.Column("name", TEXT, nullable=False), sa.PrimaryKeyConstraint("name", name="pk_collection")
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False, comment="relative to the folder of the collection"),
        sa.Column("digest", TEXT, nullable=False, comment="SHA-256 of the file's bytes, hexadecimal"),
        foreign_key(["collection"], ["collection.name"], "fk_source_collection"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("collection", "path", name="uq_source_collection_path"),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False, comment="the record that owns the fact"),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("source", sa.Integer(), nullable=False, comment="the seed file that states it"),
        foreign_key(["collection"], ["collection.name"], "fk_fact_collection"),
        foreign_key(["kind"], ["kind.code"], "fk_fact_kind"),
        foreign_key(["record"], ["fact.id"], "fk_fact_record"),
        foreign_key(["source"], ["source.id"], "fk_fact_source"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
        sa.UniqueConstraint("id", "kind", "record", name="uq_fact_id_kind_record"),
    )
    op.create_index("ix_fact_record", "fact", ["record"])
    op.create_index("ix_fact_source", "fact", ["source"])
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False, comment="one namespace, lower-case ASCII, never reused"),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("name_ar", TEXT, nullable=False),
        sa.Column("summary_en", TEXT, nullable=True),
        sa.Column("summary_ar", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True, comment="reasons and doubts of the curators"),
        sa.Column("country", TEXT, nullable=True, comment="the record's own country, ISO 3166-1 alpha-2"),
        sa.CheckConstraint("name_en <> '' AND name_ar <> ''", name=op.f("ck_record_names")),
        sa.CheckConstraint("slug = lower(slug) AND slug <> '' AND slug NOT LIKE '% %'", name=op.f("ck_record_slug")),
        # A country is a record too. SQLite takes a key to a table yet to come; PostgreSQL gets it below.
        *([] if postgresql else [foreign_key(["country"], ["country.code"], "fk_record_country")]),
        foreign_key(["id", "kind", "id"], ["fact.id", "fact.kind", "fact.record"], "fk_record_id_kind_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("id", "kind", name="uq_record_id_kind"),
        sa.UniqueConstraint("slug", name="uq_record_slug"),
    )
    op.create_index("ix_record_country_kind", "record", ["country", "kind"])
    op.create_index("ix_record_kind_slug", "record", ["kind", "slug"])
    op.create_table(
        "country",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("alpha3", TEXT, nullable=False, comment="ISO 3166-1 alpha-3"),
        sa.Column("numeric", TEXT, nullable=False, comment="ISO 3166-1 numeric, three digits"),
        sa.CheckConstraint("fact_kind = 'country'", name=op.f("ck_country_fact_kind")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_country_id_fact_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_country"),
        sa.UniqueConstraint("alpha3", name="uq_country_alpha3"),
        sa.UniqueConstraint("code", name="uq_country_code"),
        sa.UniqueConstraint("numeric", name="uq_country_numeric"),
    )
    if postgresql:
        op.create_foreign_key(
            "fk_record_country", "record", "country", ["country"], ["code"], deferrable=True, initially="IMMEDIATE"
        )
    op.create_table(
        "former_slug",
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        foreign_key(["record"], ["record.id"], "fk_former_slug_record"),
        sa.PrimaryKeyConstraint("slug", name="pk_former_slug"),
    )
    op.create_index("ix_former_slug_record", "former_slug", ["record"])
    op.create_table(
        "name",
        sa.Column("record", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False, comment="the search form of the text"),
        sa.Column("source", sa.Integer(), nullable=False, comment="the seed file that states it"),
        foreign_key(["collection"], ["collection.name"], "fk_name_collection"),
        foreign_key(["form"], ["name_form.code"], "fk_name_form"),
        foreign_key(["language"], ["language.code"], "fk_name_language"),
        foreign_key(["record"], ["record.id"], "fk_name_record"),
        foreign_key(["source"], ["source.id"], "fk_name_source"),
        sa.PrimaryKeyConstraint("record", "language", "text", "form", "collection", name="pk_name"),
    )
    op.create_index("ix_name_folded", "name", ["folded"])
    op.create_index("ix_name_source", "name", ["source"])


def downgrade() -> None:
    op.drop_table("name")
    op.drop_table("former_slug")
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("fk_record_country", "record", type_="foreignkey")
    op.drop_table("country")
    op.drop_table("record")
    op.drop_table("fact")
    op.drop_table("source")
    op.drop_table("collection")
