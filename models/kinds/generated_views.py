"""Make the statements of the views whose columns or rows follow from the description of kinds and fields.

`make docs` writes them into `models/views.sql`; a revision brings them into a database.
"""

from __future__ import annotations

from collections.abc import Iterator

from models import SHIPPED
from models.kinds.records import KINDS, OPEN_VOCABULARIES, RECORDS, VOCABULARIES, counted_by, counted_later
from models.kinds.types import NUMBER, Field, Kind, RecordKind, Reference

CONFLICTS = """\
-- A whole number of type double is written without a decimal point, as PostgreSQL does; SQLite would add one.
CREATE VIEW v_conflict AS
SELECT r.slug AS record, r.kind AS record_kind, f.kind AS fact_kind,
    (SELECT w.item FROM fact_item w WHERE w.fact = c.fact) AS item,
    c.field,
    CASE f.kind || '.' || c.field
{branches}
        ELSE CASE c.field
{common}
        END
    END AS stored,
    c.reading, q.slug AS article, c.note,
    nullif(c.row_key, '') AS row_key, nullif(c.column_name, '') AS column_name, p.kind AS source_kind,
    p.slug AS source
FROM citation c
JOIN fact f ON f.id = c.fact
JOIN record r ON r.id = f.record
JOIN record p ON p.id = c.cited
LEFT JOIN record q ON q.id = c.cited AND q.kind = 'article'
LEFT JOIN article a ON a.id = c.cited
LEFT JOIN dataset d ON d.id = c.cited
WHERE c.reading IS NOT NULL;
"""
WHOLE_OR_DECIMAL = """\
CASE
                WHEN abs({0}) < 1e15 AND {0} = round({0}) THEN CAST(CAST({0} AS BIGINT) AS TEXT)
                ELSE CAST(CAST({0} AS NUMERIC) AS TEXT) END"""


COUNTRIES = """\
-- Counts of cooperation are of what is done, a part with its whole; `planned` counts the rest of all kinds.
CREATE VIEW v_country AS
SELECT r.slug, c.code, c.alpha3, r.name_en, r.name_ar,
{counts}
    c.existed_until AS until, c.successors,
{planned},
    c.numeric{later}
FROM country c
JOIN record r ON r.id = c.id AND r.kind = 'country';
"""
SECTORS = """\
CREATE VIEW v_sector AS
SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
{counts}
{planned}{later}
FROM sector s;
"""


def generated_views() -> str:
    """Return the CREATE VIEW statements of these views."""
    return "\n".join((country_view(), sector_view(), conflict_view(), code_view()))


def country_view() -> str:
    """Return the statement of `v_country`, with the counts of each kind that it counts."""
    return COUNTRIES.format(**_counts("country", "c.code"))


def sector_view() -> str:
    """Return the statement of `v_sector`, with the counts of each kind that it counts."""
    return SECTORS.format(**_counts("sector", "s.code"))


def _counts(key: str, value: str) -> dict[str, str]:
    """Return the columns of counts, the column of planned records, and the counts of later kinds."""
    counted = f"FROM {key}_count t WHERE t.{key} = {value}"
    columns = {
        kind: f"    coalesce((SELECT t.records {counted} AND t.kind = '{kind}'), 0) AS {RECORDS[kind].section}"
        for kind in counted_by(key)
    }
    later = [columns.pop(kind) for kind in counted_later(key)]
    planned = f"    CAST(coalesce((SELECT sum(t.planned) {counted}), 0) AS INTEGER) AS planned"
    return {
        "counts": "\n".join(f"{column}," for column in columns.values()),
        "planned": planned,
        "later": "".join(f",\n{column}" for column in later),
    }


# The columns of numbers in `v_code`, and the vocabularies that have them; null for the others.
NUMBERS = ("rank", "cooperation", "partner", "under_way")
NUMBERS_OF = {
    "stage": ("rank", "under_way"),
    "event_type": ("cooperation",),
    "initiative_type": ("cooperation",),
    "relation_type": ("cooperation",),
    "role": ("partner",),
}


def conflict_view() -> str:
    """Return the statement of `v_conflict`: for each citable field, the stored value as text beside the reading."""
    branches = "\n".join(branch for kind in KINDS.values() for branch in _branches(kind))
    common = "\n".join(f"            WHEN '{each.name}' THEN {_value(each, 'r')}" for each in _common())
    return CONFLICTS.format(branches=branches, common=common)


def code_view() -> str:
    """Return the statement of `v_code`: the codes of every vocabulary, with its rank and flags, and whose they are."""
    return "CREATE VIEW v_code AS\n" + "\nUNION ALL\n".join(map(_codes, VOCABULARIES)) + ";\n"


def _codes(vocabulary: str) -> str:
    own = NUMBERS_OF.get(vocabulary, ())
    numbers = (column if column in own else f"CAST(NULL AS INTEGER) AS {column}" for column in NUMBERS)
    columns = f"code, label_en, label_ar, definition_en, definition_ar, {', '.join(numbers)}"
    return f"SELECT '{vocabulary}' AS vocabulary, {columns}, {_collection(vocabulary)} AS collection FROM {vocabulary}"


def _collection(vocabulary: str) -> str:
    """Return the expression for the collection that adds a code: the first by name of several."""
    if vocabulary not in OPEN_VOCABULARIES:
        return f"'{SHIPPED}'"
    of = f"a.vocabulary = '{vocabulary}' AND a.code = {vocabulary}.code"
    return f"coalesce((SELECT min(a.collection) FROM added_code a WHERE {of}), '{SHIPPED}')"


def _branches(kind: Kind) -> Iterator[str]:
    """Yield a WHEN for each citable field in the table of the kind."""
    for each in kind.fields:
        if each.citable:
            stored = f"(SELECT {_value(each, 't')} FROM {kind.kind} t WHERE t.id = c.fact)"
            yield f"        WHEN '{kind.kind}.{each.name}' THEN {stored}"


def _common() -> list[Field]:
    """Return the citable fields in the table `record`."""
    fields = [each for kind in KINDS.values() if isinstance(kind, RecordKind) for each in kind.common]
    return list(dict.fromkeys(each for each in fields if each.citable))


def _value(each: Field, table: str) -> str:
    """Return the expression that gives a field as text; a text in two languages in that of the source."""
    column = f"{table}.{each.name}"
    if isinstance(each.type, Reference):
        return f"(SELECT o.slug FROM record o WHERE o.id = {column})"
    if each.type == NUMBER:
        return WHOLE_OR_DECIMAL.format(column)
    match each.type.name:
        case "localized":
            return f"CASE coalesce(a.language, d.language) WHEN 'ar' THEN {column}_ar ELSE {column}_en END"
        case "count" | "flag":
            return f"CAST({column} AS TEXT)"
    return column
