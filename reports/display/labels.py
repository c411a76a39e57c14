"""What codes and slugs are called in a language: read once for a table that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from models.storage.database import Reader
from reports.display.table import Column, Lang
from reports.display.translations import WORDS

Labels = dict[tuple[str, str], str]
BATCH = 500


def read_labels(reader: Reader, columns: Sequence[Column], rows: Sequence[Sequence[Any]], lang: Lang) -> Labels:
    """The label of every code, country and record that the rows name; codes of a vocabulary in its order."""
    language = "ar" if lang == "ar" else "en"
    vocabularies = {name for column in columns for name in column.vocabularies}
    labels = _own(vocabularies, language)
    if stored := vocabularies - {"country", "record", *WORDS}:
        labels |= _codes(reader, stored, language)
    if "country" in vocabularies:
        labels |= _countries(reader, language)
    if "record" in vocabularies:
        labels |= _records(reader, _slugs(columns, rows), language)
    return labels


def in_language(name: str, language: str) -> str:
    """Return the expression of a text in a language; where that is missing, the other one in square brackets."""
    other = {"en": "ar", "ar": "en"}[language]
    return f"COALESCE({name}_{language}, '[' || {name}_{other} || ']')"


def _own(vocabularies: set[str], language: str) -> Labels:
    place = ("en", "ar").index(language)
    return {(name, code): words[place] for name in vocabularies & WORDS.keys() for code, words in WORDS[name].items()}


def _codes(reader: Reader, vocabularies: Iterable[str], language: str) -> Labels:
    listed, parameters = _list("v", sorted(vocabularies))
    sql = (
        f"SELECT vocabulary, code, label_{language} FROM v_code WHERE vocabulary IN ({listed})"
        " ORDER BY vocabulary, rank NULLS LAST, code"
    )
    return {(vocabulary, code): label for vocabulary, code, label in reader.select(sql, parameters)[1]}


def _countries(reader: Reader, language: str) -> Labels:
    sql = f"SELECT country, {in_language('name', language)} FROM v_record WHERE kind = 'country'"
    return {("country", code): name for code, name in reader.select(sql)[1]}


def _records(reader: Reader, slugs: list[str], language: str) -> Labels:
    found: Labels = {}
    for start in range(0, len(slugs), BATCH):
        listed, parameters = _list("s", slugs[start : start + BATCH])
        sql = f"SELECT slug, {in_language('name', language)} FROM v_record WHERE slug IN ({listed})"
        found |= {("record", slug): name for slug, name in reader.select(sql, parameters)[1]}
    return found


def _slugs(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[str]:
    return sorted({slug for row in rows for slug in _named(columns, row)})


def _named(columns: Sequence[Column], row: Sequence[Any]) -> Iterator[str]:
    for column, value in zip(columns, row, strict=True):
        if "record" in column.vocabularies and value:
            yield from filter(None, (each.partition(":")[0] for each in value.split("; ")))


def _list(prefix: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Parameters for the values of an IN, and the list that names them."""
    parameters = {f"{prefix}{number}": value for number, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters), parameters
