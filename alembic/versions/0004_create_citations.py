"""Create articles, their attached texts, and citations."""

import sqlalchemy as sa
from alembic import op

revision = "0004_create_citations"
down_revision = "0003_create_entities"
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
        "article",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("publisher", sa.Integer(), nullable=True),
        sa.Column("byline", TEXT, nullable=True, comment="the author's name as printed"),
        sa.Column("reprinted_from", sa.Integer(), nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("published", TEXT, nullable=True, comment="EDTF (ISO 8601-2), as the text allows and no finer"),
        sa.Column(
            "published_from", TEXT, nullable=True, comment="first day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column(
            "published_to", TEXT, nullable=True, comment="last day of the date, ISO 8601; null where open or unknown"
        ),
        sa.Column("published_basis", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=False, comment="SHA-256 of the UTF-8 bytes of the text, hexadecimal"),
        sa.Column("length", sa.Integer(), nullable=False, comment="Unicode code points of the text"),
        edtf_check("published", "ck_article_published"),
        sa.CheckConstraint("fact_kind = 'article'", name=op.f("ck_article_fact_kind")),
        sa.CheckConstraint("(published IS NULL) = (published_basis IS NULL)", name=op.f("ck_article_published_basis")),
        sa.CheckConstraint("length > 0", name=op.f("ck_article_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_article_digest")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_article_id_fact_kind"),
        foreign_key(["language"], ["language.code"], "fk_article_language"),
        foreign_key(["published_basis"], ["published_basis.code"], "fk_article_published_basis"),
        foreign_key(["publisher"], ["organization.id"], "fk_article_publisher"),
        foreign_key(["reprinted_from"], ["organization.id"], "fk_article_reprinted_from"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("digest", name="uq_article_digest"),
    )
    op.create_index("ix_article_publisher", "article", ["publisher"])
    op.create_index("ix_article_reprinted_from", "article", ["reprinted_from"])
    op.create_table(
        "article_text",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        foreign_key(["article"], ["article.id"], "fk_article_text_article"),
        sa.PrimaryKeyConstraint("article", name="pk_article_text"),
    )
    op.create_table(
        "citation",
        sa.Column("fact", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, server_default="", nullable=False, comment="empty for the whole fact"),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="0-based Unicode code point"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="exclusive"),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False, comment="SHA-256 of the UTF-8 bytes of the span, hexadecimal"),
        sa.Column(
            "reading", TEXT, nullable=True, comment="what this source says where it differs from the value stored"
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.Column(
            "source",
            sa.Integer(),
            nullable=True,
            comment="the seed file that states it; null where that is the fact's own",
        ),
        sa.CheckConstraint("reading IS NULL OR field <> ''", name=op.f("ck_citation_reading")),
        sa.CheckConstraint("start_char >= 0 AND end_char > start_char", name=op.f("ck_citation_span")),
        foreign_key(["article"], ["article.id"], "fk_citation_article"),
        foreign_key(["collection"], ["collection.name"], "fk_citation_collection"),
        foreign_key(["fact"], ["fact.id"], "fk_citation_fact"),
        foreign_key(["source"], ["source.id"], "fk_citation_source"),
        sa.PrimaryKeyConstraint("fact", "field", "article", "start_char", "end_char", "collection", name="pk_citation"),
    )
    op.create_index("ix_citation_article_start_char", "citation", ["article", "start_char"])
    op.create_index(
        "ix_citation_reading",
        "citation",
        ["fact"],
        unique=False,
        sqlite_where=sa.text("reading IS NOT NULL"),
        postgresql_where=sa.text("reading IS NOT NULL"),
    )
    op.create_index("ix_citation_source", "citation", ["source"])


def downgrade() -> None:
    op.drop_table("citation")
    op.drop_table("article_text")
    op.drop_table("article")
