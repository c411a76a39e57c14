"""The search index: for each record, the words under which it is found. No table of the metadata can say it.

It is internal: SQLite holds it as an FTS5 table whose rowid is the record's id, PostgreSQL as a table with a
tsvector under a GIN index. The columns of words are the same on both. `docs/search.md` shows how to query it.
"""

# The columns of words, the most telling first.
PLACES = ("name", "further", "summary", "text")
# What the index calls the id of a record.
KEYS = {"sqlite": "rowid", "postgresql": "record"}
# What FTS5 keeps behind its table, in the words of sqlite_master.
SHADOWS = "name LIKE 'search!_%' ESCAPE '!'"
# The words come folded and separated by spaces; `ascii` splits at nothing else, and detail = column keeps no positions.
SQLITE = (
    "CREATE VIRTUAL TABLE search USING fts5(name, further, summary, text, tokenize = 'ascii', detail = 'column')",
)
# A word weighs A to D as its column does: 'word':1A. The words have no character that the cast would read as syntax.
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
DEFINITIONS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
