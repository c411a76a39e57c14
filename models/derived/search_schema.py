"""The search index: for each record, the words under which it is found. The metadata cannot express such tables.

It is internal: SQLite holds it as an FTS5 table whose rowid is the record's id, PostgreSQL as a table with a
tsvector under a GIN index. The columns of words are the same on both. `docs/search.md` shows how to query it.
"""

# The columns of words, the most telling first; `stem` has the light stems of the words of all others.
PLACES = ("name", "further", "label", "summary", "note", "text", "stem")
# A tsvector knows four weights. The words of a column have one of them and, from the fifth column on, a first character
# that no word has.
MARKS = (("", "A"), ("", "B"), ("", "C"), ("", "D"), ("+", "A"), ("+", "B"), ("+", "C"))
# The column that holds the id of a record.
KEYS = {"sqlite": "rowid", "postgresql": "record"}
# The tables that FTS5 keeps behind its own, also as a condition on sqlite_master.
SHADOW_TABLES = tuple(f"search_{part}" for part in ("config", "content", "data", "docsize", "idx"))
SHADOWS = "name IN ({})".format(", ".join(f"'{name}'" for name in SHADOW_TABLES))
# The words come folded and separated by spaces; `ascii` splits at nothing else, and detail = column keeps no positions.
SQLITE = (f"CREATE VIRTUAL TABLE search USING fts5({', '.join(PLACES)}, tokenize = 'ascii', detail = 'column')",)
# 'word':1A, or '+word':5A. The words have no character that the cast would read as syntax.
WORDS = " || ' ' || ".join(
    f"regexp_replace({place}, '([^ ]+)', '{mark}\\1:{number}{weight}', 'g')"
    for number, (place, (mark, weight)) in enumerate(zip(PLACES, MARKS, strict=True), 1)
)
POSTGRESQL = (
    "CREATE TABLE search ("
    " record INTEGER CONSTRAINT pk_search PRIMARY KEY"
    " CONSTRAINT fk_search_record REFERENCES record (id) DEFERRABLE INITIALLY IMMEDIATE, "
    + "".join(f'{place} TEXT COLLATE "C" NOT NULL, ' for place in PLACES)
    + f"words TSVECTOR GENERATED ALWAYS AS (CAST({WORDS} AS TSVECTOR)) STORED)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
)
DEFINITIONS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
