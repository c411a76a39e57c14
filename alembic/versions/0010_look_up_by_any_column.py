"""Recreate views, and add indexes and `state.slug`: conditions on columns, and orders of lists, are look-ups."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0010_look_up_by_any_column"
down_revision = "0009_create_search"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BEFORE, AFTER = "0008_views.sql", "0010_views.sql"


def views(script: str) -> dict[str, str]:
    """The statement that creates each view of a script, by the view's name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views() -> None:
    for name in views(AFTER):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    """Create the views that this revision makes anew as a script has them."""
    for name in views(AFTER):
        op.execute(views(script)[name])


def newest_first(column: str) -> sa.TextClause:
    """SQLite sorts nulls last in a descending index and refuses to be told so; PostgreSQL must be told."""
    nulls_last = " NULLS LAST" if op.get_context().dialect.name == "postgresql" else ""
    return sa.text(f"{column} DESC{nulls_last}")


def upgrade() -> None:
    drop_views()
    # Whoever runs the migration derives it anew. SQLite adds a column that must have a value to an empty table only.
    op.execute("DELETE FROM state")
    comment = "the record's, here because it ends the order of every list"
    op.add_column("state", sa.Column("slug", TEXT, nullable=False, comment=comment))
    op.drop_index("ix_state_kind_date_from", "state")
    op.create_index("ix_state_kind_date_from_slug", "state", ["kind", newest_first("date_from"), "slug"])
    op.create_index("ix_state_slug", "state", ["slug"], unique=True)
    op.drop_index("ix_state_place", "state")
    of_a_place = ["place", "kind", newest_first("date_from"), "slug"]
    op.create_index("ix_state_place_kind_date_from_slug", "state", of_a_place)
    op.create_index("ix_article_published_from", "article", [newest_first("published_from")])
    op.drop_index("ix_record_country_kind", "record")
    op.create_index("ix_record_country_kind_slug", "record", ["country", "kind", "slug"])
    op.create_index("ix_record_kind_name_en", "record", ["kind", "name_en"])
    op.create_index("ix_record_kind_name_ar", "record", ["kind", "name_ar"])
    create_views(AFTER)


def downgrade() -> None:
    drop_views()
    # Databases of the days before this revision was finished have other indexes at the same number.
    op.drop_index("ix_record_kind_name_ar", "record", if_exists=True)
    op.drop_index("ix_record_kind_name_en", "record", if_exists=True)
    op.drop_index("ix_record_country_kind_slug", "record", if_exists=True)
    op.create_index("ix_record_country_kind", "record", ["country", "kind"], if_not_exists=True)
    op.drop_index("ix_article_published_from", "article", if_exists=True)
    op.drop_index("ix_state_place_kind_date_from_slug", "state", if_exists=True)
    op.drop_index("ix_state_slug", "state", if_exists=True)
    op.drop_index("ix_state_kind_date_from_slug", "state", if_exists=True)
    op.drop_column("state", "slug")
    op.create_index("ix_state_kind_date_from", "state", ["kind", newest_first("date_from")], if_not_exists=True)
    op.create_index("ix_state_place", "state", ["place"], if_not_exists=True)
    create_views(BEFORE)
