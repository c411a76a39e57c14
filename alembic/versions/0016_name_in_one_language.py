"""Allow names and titles in one language only, and keep `:` and `;` out of slugs."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0016_name_in_one_language"
down_revision = "0015_describe_former_states"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# The views stay as they were; SQLite rebuilds no table that a view reads.
VIEWS = "0015_views.sql"


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


NAMES = "(name_en IS NOT NULL OR name_ar IS NOT NULL) AND name_en <> '' AND name_ar <> ''"
NAMES_BEFORE = "name_en <> '' AND name_ar <> ''"
SLUG_BEFORE = "slug = lower(slug) AND slug <> '' AND slug NOT LIKE '% %'"
SLUG = f"{SLUG_BEFORE} AND slug NOT LIKE '%:%' AND slug NOT LIKE '%;%'"
TITLE = "title_en IS NOT NULL OR title_ar IS NOT NULL"
# What this revision's downgrade changes: a label, and a SELECT that counts.
LOSSES = {
    "names in one language, of which the other would become a copy": "SELECT count(*) FROM record"
    " WHERE name_en IS NULL OR name_ar IS NULL",
    "titles in one language, of which the other would become a copy": "SELECT count(*) FROM position"
    " WHERE title_en IS NULL OR title_ar IS NULL",
}


def set_checks(names: str, slug: str) -> None:
    with op.batch_alter_table("record") as batch:
        for column in ("name_en", "name_ar"):
            batch.alter_column(column, existing_type=TEXT, nullable=names == NAMES)
        for name, condition in (("names", names), ("slug", slug)):
            batch.drop_constraint(op.f(f"ck_record_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_record_{name}"), condition)


def index_names(*columns: str) -> None:
    """Create the indexes by kind and name again: of the name in a language, or else in the other."""
    for name, column in zip(("ix_record_kind_name_en", "ix_record_kind_name_ar"), columns, strict=True):
        op.create_index(name, "record", ["kind", sa.text(column)])


def key_positions() -> None:
    """Create the index of the natural key again, which a rebuild by SQLite loses."""
    columns = [sa.text(column) for column in ("person", "coalesce(holder, 0)", "title_en")]
    op.create_index("uq_position_natural_key", "position", columns, unique=True)


def drop_name_indexes() -> None:
    for name in ("ix_record_kind_name_en", "ix_record_kind_name_ar"):
        op.drop_index(name, "record")


def upgrade() -> None:
    drop_views(VIEWS)
    drop_name_indexes()
    set_checks(NAMES, SLUG)
    index_names("coalesce(name_en, name_ar)", "coalesce(name_ar, name_en)")
    op.drop_index("uq_position_natural_key", "position")
    with op.batch_alter_table("position") as batch:
        for column in ("title_en", "title_ar"):
            batch.alter_column(column, existing_type=TEXT, nullable=True)
        batch.create_check_constraint(op.f("ck_position_title"), TITLE)
    key_positions()
    create_views(VIEWS)


def downgrade() -> None:
    drop_views(VIEWS)
    for table, column in (("record", "name"), ("position", "title")):
        op.execute(f"UPDATE {table} SET {column}_en = {column}_ar WHERE {column}_en IS NULL")
        op.execute(f"UPDATE {table} SET {column}_ar = {column}_en WHERE {column}_ar IS NULL")
    op.drop_index("uq_position_natural_key", "position")
    with op.batch_alter_table("position") as batch:
        batch.drop_constraint(op.f("ck_position_title"), type_="check")
        for column in ("title_en", "title_ar"):
            batch.alter_column(column, existing_type=TEXT, nullable=False)
    key_positions()
    drop_name_indexes()
    set_checks(NAMES_BEFORE, SLUG_BEFORE)
    index_names("name_en", "name_ar")
    create_views(VIEWS)
