"""Search labels, notes and stems, and show numeric codes of countries; whoever runs the migration fills the index."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0024_search_labels_and_stems"
down_revision = "0023_count_cooperation"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0023_views.sql", "0024_views.sql"


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


# The weights of a tsvector are four: from the fifth column on, words begin with a plus sign.
MARKS = {
    **{"name": ("", "A"), "further": ("", "B"), "label": ("", "C"), "summary": ("", "D")},
    **{"note": ("+", "A"), "text": ("+", "B"), "stem": ("+", "C")},
}
FOUR = {"name": ("", "A"), "further": ("", "B"), "summary": ("", "C"), "text": ("", "D")}


def create(marks: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the statements that create the index with these columns."""
    if op.get_context().dialect.name == "sqlite":
        columns = ", ".join(marks)
        return (f"CREATE VIRTUAL TABLE search USING fts5({columns}, tokenize = 'ascii', detail = 'column')",)
    words = " || ' ' || ".join(
        f"regexp_replace({column}, '([^ ]+)', '{mark}\\1:{number}{weight}', 'g')"
        for number, (column, (mark, weight)) in enumerate(marks.items(), 1)
    )
    return (
        "CREATE TABLE search ("
        " record INTEGER CONSTRAINT pk_search PRIMARY KEY"
        " CONSTRAINT fk_search_record REFERENCES record (id) DEFERRABLE INITIALLY IMMEDIATE, "
        + "".join(f'{column} TEXT COLLATE "C" NOT NULL, ' for column in marks)
        + f"words TSVECTOR GENERATED ALWAYS AS (CAST({words} AS TSVECTOR)) STORED)",
        "CREATE INDEX ix_search_words ON search USING gin (words)",
    )


def replace(marks: dict[str, tuple[str, str]]) -> None:
    """Create the index again, empty."""
    op.drop_table("search")
    for statement in create(marks):
        # Not text, to which the colons would be parameters.
        op.execute(sa.DDL(statement))


def upgrade() -> None:
    replace(MARKS)
    drop_views(BEFORE)
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    create_views(BEFORE)
    replace(FOUR)
