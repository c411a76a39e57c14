"""Allow positions whose text does not say whether they are former."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0018_tell_former_from_unsaid"
down_revision = "0017_keep_printed_spellings"
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


KEY = (
    *("person", "coalesce(holder, 0)", "coalesce(title_en, title_ar)", "coalesce(period, '')"),
    "coalesce(former, -1)",
)
KEY_BEFORE = ("person", "coalesce(holder, 0)", "title_en")
# Of the positions that differ only in their period or in whether they are former, all but the first.
AGAIN = (
    "SELECT p.id FROM position p JOIN position q ON q.person = p.person"
    " AND coalesce(q.holder, 0) = coalesce(p.holder, 0)"
    " AND coalesce(q.title_en, q.title_ar) = coalesce(p.title_en, p.title_ar) AND q.id < p.id"
)
# What this revision's downgrade changes: a label, and a SELECT that counts.
LOSSES = {
    "positions that differ from another one only in their period or in being former": "SELECT count(DISTINCT x.id)"
    f" FROM ({AGAIN}) x",
    "positions of which the source says that they are not former, which would count as not said": "SELECT count(*)"
    " FROM position WHERE former = 0",
}


def forget(link: str, rows: str) -> None:
    """Delete links, the ids of which a SELECT gives, with their citations and facts."""
    op.execute(f"DELETE FROM citation WHERE fact IN ({rows})")
    op.execute(f"DELETE FROM {link} WHERE id IN ({rows})")
    op.execute(f"DELETE FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})")


def set_key(columns: tuple[str, ...]) -> None:
    op.create_index("uq_position_natural_key", "position", [sa.text(column) for column in columns], unique=True)


def upgrade() -> None:
    drop_views(VIEWS)
    op.drop_index("uq_position_natural_key", "position")
    with op.batch_alter_table("position") as batch:
        batch.alter_column("former", existing_type=sa.Integer(), nullable=True, server_default=None)
    # Until here 0 stood for silence too; a load of the file stores it again where the text says it.
    op.execute("UPDATE position SET former = NULL WHERE former = 0")
    set_key(KEY)
    create_views(VIEWS)


def downgrade() -> None:
    drop_views(VIEWS)
    forget("position", AGAIN)
    op.drop_index("uq_position_natural_key", "position")
    op.execute("UPDATE position SET former = 0 WHERE former IS NULL")
    with op.batch_alter_table("position") as batch:
        batch.alter_column("former", existing_type=sa.Integer(), nullable=False, server_default=sa.text("0"))
    set_key(KEY_BEFORE)
    create_views(VIEWS)
