"""Read the labels of codes, countries and records that a drawn table needs, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from models.commandline.language import in_language
from models.storage.database import Reader
from reports.display.table import Column, Lang, Table
from reports.display.translations import TRANSLATIONS

Labels = dict[tuple[str, str], str]
BATCH = 500
# Vocabularies whose cells are worded by `fact_words`.
FROM_ROWS = ("item", "field", "value")
# The title of a position by its item, which has it in one language.
TITLED = "title"
KEY_TITLE = "COALESCE(title_en, title_ar)"


def read_labels(reader: Reader, tables: Sequence[Table], lang: Lang) -> Labels:
    """Read the label of every code, country and record in the rows of tables, which are lists.

    Codes of a vocabulary are in the order of their rank.
    """
    language = "ar" if lang == "ar" else "en"
    vocabularies: set[str] = set()
    named: set[str] = set()
    for table in tables:
        codes, slugs = name_in_table(table)
        vocabularies |= codes
        named |= slugs
    labels = _fixed_labels(vocabularies, language)
    if stored := vocabularies - {"country", "record", TITLED, *FROM_ROWS, *TRANSLATIONS}:
        labels |= _read_codes(reader, stored, language)
    if "country" in vocabularies:
        labels |= _read_countries(reader, language)
    if "record" in vocabularies:
        labels |= _read_records(reader, sorted(named), language)
    if TITLED in vocabularies:
        labels |= _read_titles(reader, tables, language)
    return labels


def name_in_table(table: Table) -> tuple[set[str], set[str]]:
    """Return the vocabularies of the codes, and the slugs of the records, that the rows show by their labels."""
    vocabularies = {name for column in table.columns for name in column.vocabularies}
    slugs = {slug for row in table.rows for slug in _slugs_in_row(table.columns, row)}
    if not vocabularies & set(FROM_ROWS):
        return vocabularies, slugs
    from reports.display.fact_words import name_in_rows

    more, named = name_in_rows(table.columns, list(table.rows))
    return vocabularies | more, slugs | named


def _fixed_labels(vocabularies: set[str], language: str) -> Labels:
    place = ("en", "ar").index(language)
    return {
        (name, code): words[place]
        for name in vocabularies & TRANSLATIONS.keys()
        for code, words in TRANSLATIONS[name].items()
    }


def _read_codes(reader: Reader, vocabularies: Iterable[str], language: str) -> Labels:
    listed, parameters = _bind_list("v", sorted(vocabularies))
    sql = (
        f"SELECT vocabulary, code, label_{language} FROM v_code WHERE vocabulary IN ({listed})"
        " ORDER BY vocabulary, rank NULLS LAST, code"
    )
    return {(vocabulary, code): label for vocabulary, code, label in reader.select(sql, parameters)[1]}


def _read_countries(reader: Reader, language: str) -> Labels:
    sql = f"SELECT code, {in_language('name', language)} FROM v_country"
    return {("country", code): name for code, name in reader.select(sql)[1]}


def _read_records(reader: Reader, slugs: list[str], language: str) -> Labels:
    sql = f"SELECT slug, {in_language('name', language)} FROM v_record WHERE slug IN ({{}})"
    return {("record", slug): name for slug, name in in_batches(reader, sql, "s", slugs)}


def _read_titles(reader: Reader, tables: Sequence[Table], language: str) -> Labels:
    """Read the titles that items name; people who share an item may have one for each gender."""
    from reports.display.fact_words import titles_in_rows

    named = {title for table in tables for title in titles_in_rows(table.columns, list(table.rows))}
    sql = (
        f"SELECT DISTINCT item, {in_language('title', language)} FROM v_position"
        f" WHERE {KEY_TITLE} IN ({{}}) ORDER BY 1, 2"
    )
    titles: Labels = {}
    for item, title in in_batches(reader, sql, "t", sorted(named)):
        titles[TITLED, item] = " / ".join(filter(None, (titles.get((TITLED, item)), title)))
    return titles


def add_ids(labels: Labels) -> Labels:
    """Return the labels with the ID behind the names that several records have."""
    bearers = Counter(name for (vocabulary, _), name in labels.items() if vocabulary == "record")
    return {
        (vocabulary, code): f"{name} ({code})" if vocabulary == "record" and bearers[name] > 1 else name
        for (vocabulary, code), name in labels.items()
    }


def in_batches(reader: Reader, sql: str, prefix: str, values: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a SELECT for a batch of values at a time, put into the IN at its `{}`."""
    for start in range(0, len(values), BATCH):
        listed, parameters = _bind_list(prefix, values[start : start + BATCH])
        yield from reader.select(sql.format(listed), parameters)[1]


def _slugs_in_row(columns: Sequence[Column], row: Sequence[Any]) -> Iterator[str]:
    for column, value in zip(columns, row, strict=True):
        if "record" in column.vocabularies and value:
            yield from filter(None, (each.partition(":")[0] for each in value.split("; ")))


def _bind_list(prefix: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the list of placeholders for an IN, and the parameters behind them."""
    parameters = {f"{prefix}{number}": value for number, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters), parameters
