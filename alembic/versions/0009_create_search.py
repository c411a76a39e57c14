"""Create the search index, which the program fills after the migration."""

import sqlalchemy as sa
from alembic import op

revision = "0009_create_search"
down_revision = "0008_create_views"
branch_labels = None
depends_on = None

# The rowid is the record's id; words come folded and separated by spaces.
SQLITE = (
    "CREATE VIRTUAL TABLE search USING fts5(name, further, summary, text, tokenize = 'ascii', detail = 'column')",
)
# A word weighs A to D as its column does.
POSTGRESQL = (
    "CREATE TABLE search ("
    " record INTEGER CONSTRAINT pk_search PRIMARY KEY"
    " CONSTRAINT fk_search_record REFERENCES record (id) DEFERRABLE INITIALLY IMMEDIATE,"
    ' name TEXT COLLATE "C" NOT NULL,'
    ' further TEXT COLLATE "C" NOT NULL,'
    ' summary TEXT COLLATE "C" NOT NULL,'
    ' text TEXT COLLATE "C" NOT NULL,'
    " words TSVECTOR GENERATED ALWAYS AS (CAST("
    "regexp_replace(name, '([^ ]+)', '\\1:1A', 'g') || ' ' || regexp_replace(further, '([^ ]+)', '\\1:2B', 'g') || ' '"
    " || regexp_replace(summary, '([^ ]+)', '\\1:3C', 'g') || ' ' || regexp_replace(text, '([^ ]+)', '\\1:4D', 'g')"
    " AS TSVECTOR)) STORED)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        # Not text, to which the colons would be parameters.
        op.execute(sa.DDL(statement))


def downgrade() -> None:
    op.drop_table("search")
