"""Search labels, notes and stems: make the index with these columns; whoever runs the migration fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0022_search_labels_and_stems"
down_revision = "0021_date_by_signature"
branch_labels = None
depends_on = None

# The weights of a tsvector are four: from the fifth column on, words begin with a plus sign.
MARKS = {
    **{"name": ("", "A"), "further": ("", "B"), "label": ("", "C"), "summary": ("", "D")},
    **{"note": ("+", "A"), "text": ("+", "B"), "stem": ("+", "C")},
}
BEFORE = {"name": ("", "A"), "further": ("", "B"), "summary": ("", "C"), "text": ("", "D")}


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
    op.drop_table("search")
    for statement in create(marks):
        # Not text, to which the colons would be parameters.
        op.execute(sa.DDL(statement))


def upgrade() -> None:
    replace(MARKS)


def downgrade() -> None:
    replace(BEFORE)
