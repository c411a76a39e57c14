"""Cite the cells of data sets, and remember the rows of tables that a load has read."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0025_cite_tables"
down_revision = "0024_search_labels_and_stems"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0024_views.sql", "0025_views.sql"


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


# Facts that nothing but cells supports.
CELLS_ONLY = (
    "SELECT c.fact FROM citation c WHERE c.row_key <> ''"
    " AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = c.fact AND k.row_key = '')"
)
OF_RECORDS = "SELECT id FROM fact WHERE id = record"
# What this revision's downgrade deletes or changes: a label, and a SELECT that counts.
LOSSES = {
    "citations of cells": "SELECT count(*) FROM citation WHERE row_key <> ''",
    "links that only cells support": f"SELECT count(DISTINCT x.fact) FROM ({CELLS_ONLY}) x"
    f" WHERE x.fact NOT IN ({OF_RECORDS})",
    "records that only cells support, kept without evidence": f"SELECT count(DISTINCT x.fact) FROM ({CELLS_ONLY}) x"
    f" WHERE x.fact IN ({OF_RECORDS})",
}
# Columns that are new or renamed here; what a downgrade deletes of them is listed above.
UNLISTED = ("citation.cited", "citation.row_key", "citation.column_name", "source.row_key")
# What is left of a record of a kind that older versions do not know: each table, and the column of the record.
OF_DATASETS = (
    *(("name", "record"), ("former_slug", "record"), ("identifier", "record"), ("about", "record")),
    *(("relation", "object"), ("relation", "subject"), ("relation", "context")),
)
LINKS = ("identifier", "about", "relation", "participation", "milestone", "classification", "position")


def foreign_key(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=op.f(name), deferrable=True, initially="IMMEDIATE")


def create_citation(cited: str, target: str, keys: tuple[sa.Column[str], ...], place: sa.CheckConstraint) -> None:
    """Create the table of citations; `cited` is the column of the source, `keys` those of a cell."""
    zero = {} if cited == "article" else {"server_default": "0"}
    op.create_table(
        "citation",
        sa.Column("fact", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, server_default="", nullable=False),
        sa.Column(cited, sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False, **zero),
        sa.Column("end_char", sa.Integer(), nullable=False, **zero),
        *(each for each in keys if each.name != "printed"),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("reading", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        *(each for each in keys if each.name == "printed"),
        sa.Column("source", sa.Integer(), nullable=True),
        place,
        sa.CheckConstraint("reading IS NULL OR field <> ''", name=op.f("ck_citation_reading")),
        foreign_key([cited], [target], f"fk_citation_{cited}"),
        foreign_key(["collection"], ["collection.name"], "fk_citation_collection"),
        foreign_key(["fact"], ["fact.id"], "fk_citation_fact"),
        foreign_key(["source"], ["source.id"], "fk_citation_source"),
        sa.PrimaryKeyConstraint(
            *("fact", "field", cited, "start_char", "end_char"),
            *(each.name for each in keys if each.name != "printed"),
            "collection",
            name=op.f("pk_citation"),
        ),
    )


def index_citation(cited: str) -> None:
    op.create_index(op.f(f"ix_citation_{cited}_start_char"), "citation", [cited, "start_char"])
    given = sa.text("reading IS NOT NULL")
    op.create_index("ix_citation_reading", "citation", ["fact"], sqlite_where=given, postgresql_where=given)
    op.create_index(op.f("ix_citation_source"), "citation", ["source"])


# The columns that a citation keeps, after that of its source.
COPIED = "fact, field, start_char, end_char, collection, digest, reading, note, source"


def rebuild_citation(old: str, new: str, create: object) -> None:
    """Create the table again, and put its rows back: SQLite cannot change the key of a table."""
    op.execute(f"CREATE TABLE former_citation AS SELECT {old} AS cited, {COPIED} FROM citation")
    op.drop_table("citation")
    create()  # type: ignore[operator]
    op.execute(f"INSERT INTO citation ({new}, {COPIED}) SELECT cited, {COPIED} FROM former_citation")
    op.drop_table("former_citation")
    index_citation(new)


def citation_of_both() -> None:
    keys = (
        sa.Column("row_key", TEXT, server_default="", nullable=False),
        sa.Column("column_name", TEXT, server_default="", nullable=False),
        sa.Column("printed", TEXT, nullable=True),
    )
    place = (
        "start_char >= 0 AND (end_char > start_char AND row_key = '' AND column_name = '' AND printed IS NULL"
        " OR end_char = 0 AND start_char = 0 AND row_key <> '' AND column_name <> '')"
    )
    create_citation("cited", "record.id", keys, sa.CheckConstraint(place, name=op.f("ck_citation_place")))


def citation_of_articles() -> None:
    place = sa.CheckConstraint("start_char >= 0 AND end_char > start_char", name=op.f("ck_citation_span"))
    create_citation("article", "article.id", (), place)


def upgrade() -> None:
    drop_views(BEFORE)
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("row_key", TEXT, server_default="", nullable=False))
        batch.drop_constraint(op.f("uq_source_collection_path"), type_="unique")
        batch.create_unique_constraint(op.f("uq_source_collection_path_row_key"), ["collection", "path", "row_key"])
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("publisher", sa.Integer(), nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("edition", TEXT, nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("key_columns", TEXT, nullable=True),
        sa.Column("sheet", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.CheckConstraint("fact_kind = 'dataset'", name=op.f("ck_dataset_fact_kind")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_dataset_digest")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_dataset_rows")),
        foreign_key(["id", "fact_kind"], ["record.id", "record.kind"], "fk_dataset_id_fact_kind"),
        foreign_key(["language"], ["language.code"], "fk_dataset_language"),
        foreign_key(["publisher"], ["organization.id"], "fk_dataset_publisher"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
    )
    op.create_index(op.f("ix_dataset_publisher"), "dataset", ["publisher"])
    op.create_table(
        "cell_text",
        sa.Column("dataset", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row_key", TEXT, nullable=False),
        sa.Column("column_name", TEXT, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        foreign_key(["dataset"], ["dataset.id"], "fk_cell_text_dataset"),
        sa.PrimaryKeyConstraint("dataset", "row_key", "column_name", name=op.f("pk_cell_text")),
        sqlite_with_rowid=False,
    )
    rebuild_citation("article", "cited", citation_of_both)
    create_views(AFTER)


def forget_datasets() -> None:
    """Delete the links that only cells support, and the records of data sets; give rows to the file of their table."""
    datasets = "SELECT id FROM dataset"
    op.execute(f"UPDATE figure SET subject = NULL WHERE subject IN ({datasets})")
    for table, column in OF_DATASETS:
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({datasets})")
    for link in LINKS:
        op.execute(f"DELETE FROM {link} WHERE id IN ({CELLS_ONLY})")
    op.execute(
        f"DELETE FROM citation WHERE row_key <> '' OR fact IN (SELECT id FROM fact WHERE record IN ({datasets}))"
    )
    for link in LINKS:
        gone = f"SELECT id FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})"
        op.execute(f"DELETE FROM citation WHERE fact IN ({gone})")
        op.execute(f"DELETE FROM fact WHERE id IN ({gone})")
    # Whoever runs the migration fills both again.
    op.execute("DELETE FROM search")
    op.execute("DELETE FROM state")
    op.drop_table("cell_text")
    op.drop_table("dataset")
    op.execute("DELETE FROM record WHERE kind = 'dataset'")
    op.execute("DELETE FROM fact WHERE kind = 'dataset'")
    forget_rows()


def forget_rows() -> None:
    """Give what rows of tables state to the file of the table, which the next load reads again."""
    rows = "SELECT id FROM source WHERE row_key <> ''"
    file = (
        "(SELECT o.id FROM source o JOIN source s ON s.collection = o.collection AND s.path = o.path"
        " WHERE o.row_key = '' AND s.id = {}.source)"
    )
    for table in ("fact", "name", "citation"):
        op.execute(f"UPDATE {table} SET source = {file.format(table)} WHERE source IN ({rows})")
    tables = "SELECT s.path FROM source s WHERE s.collection = source.collection AND s.row_key <> ''"
    op.execute(f"UPDATE source SET digest = '' WHERE row_key = '' AND path IN ({tables})")
    op.execute("DELETE FROM source WHERE row_key <> ''")


def downgrade() -> None:
    drop_views(AFTER)
    forget_datasets()
    rebuild_citation("cited", "article", citation_of_articles)
    with op.batch_alter_table("source") as batch:
        batch.drop_constraint(op.f("uq_source_collection_path_row_key"), type_="unique")
        batch.drop_column("row_key")
        batch.create_unique_constraint(op.f("uq_source_collection_path"), ["collection", "path"])
    create_views(BEFORE)
