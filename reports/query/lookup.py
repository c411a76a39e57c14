"""From what a reader types (a code, a slug, a name in either language) to the key that the views know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.errors import MithaqError
from models.storage.database import Reader

# Names before codes: of what is near, the first is suggested.
COUNTRIES = """
SELECT r.country, r.name_en FROM v_record r WHERE r.kind = 'country'
UNION ALL SELECT r.country, r.name_ar FROM v_record r WHERE r.kind = 'country'
UNION ALL SELECT r.country, n.text FROM v_name n JOIN v_record r ON r.slug = n.record WHERE r.kind = 'country'
UNION ALL SELECT r.country, r.slug FROM v_record r WHERE r.kind = 'country'
UNION ALL SELECT c.code, c.code FROM country c
UNION ALL SELECT c.code, c.alpha3 FROM country c
"""
CODES = """
SELECT code, label_en FROM v_code WHERE vocabulary = :vocabulary
UNION ALL SELECT code, label_ar FROM v_code WHERE vocabulary = :vocabulary
UNION ALL SELECT code, code FROM v_code WHERE vocabulary = :vocabulary
"""
RECORDS = """
SELECT slug, name_en FROM v_record WHERE kind LIKE :kind
UNION ALL SELECT slug, name_ar FROM v_record WHERE kind LIKE :kind
UNION ALL SELECT record, text FROM v_name WHERE record_kind LIKE :kind
UNION ALL SELECT slug, slug FROM v_record WHERE kind LIKE :kind
"""
# A vocabulary of no more codes than this is named whole where a value is unknown.
LISTED = 40
# Shorter keys are codes, to which longer values are not compared.
CODE_LENGTH = 3
BY_SLUG = """
SELECT slug FROM v_record WHERE slug = :slug AND kind LIKE :kind
UNION ALL
SELECT r.slug FROM former_slug f JOIN record r ON r.id = f.record WHERE f.slug = :slug AND r.kind LIKE :kind
"""


def find_country(reader: Reader, value: str) -> str:
    """The ISO code of a country; a part of its name does where no other country has it."""
    return find(value, "country", reader.select(COUNTRIES)[1], by_words=True)


def find_code(reader: Reader, vocabulary: str, value: str) -> str:
    """A code of a vocabulary."""
    names = reader.rows(CODES, {"vocabulary": vocabulary})
    codes = sorted({str(code) for code, _ in names})
    return find(value, vocabulary.replace("_", " "), names, codes if len(codes) <= LISTED else ())


def find_record(reader: Reader, value: str, kind: str = "%") -> str:
    """The slug of a record, of one kind or of any; a former slug finds the present one."""
    known = reader.value(BY_SLUG, {"slug": value, "kind": kind})
    noun = "record" if kind == "%" else kind
    return str(known) if known else find(value, noun, reader.select(RECORDS, {"kind": kind})[1])


def find_collection(reader: Reader, value: str) -> str:
    return find(value, "collection", reader.select("SELECT name, name FROM collection")[1])


def find(value: str, noun: str, names: Iterable[Any], listed: Sequence[str] = (), by_words: bool = False) -> str:
    """The one key that has this name, in whatever case and spelling; by words, the one with a name that has them all.

    Raises:
        MithaqError: no key has it, or several have; the message names them, or the nearest, or those listed.
    """
    known = [(str(key), str(name)) for key, name in names]
    found = {key for key, name in known if name == value} or _spelt_alike(value, known)
    if by_words and not found:
        found = _with_words(value, known)
    if len(found) == 1:
        return found.pop()
    if found:
        listed = ", ".join(map(_safe, sorted(found)[:5]))
        raise MithaqError(f"{value!r} names more than one {noun}: {listed}; give one of them")
    near = did_you_mean(_near(value, known)) or (f"; there are {', '.join(listed)}" if listed else "")
    raise MithaqError(f"no {noun} is called {value!r}{near}")


def _spelt_alike(value: str, known: Iterable[tuple[str, str]]) -> set[str]:
    plain = _plain(value)
    return {key for key, name in known if _plain(name) == plain}


def _with_words(value: str, known: Iterable[tuple[str, str]]) -> set[str]:
    wanted = set(_plain(value).split())
    return {key for key, name in known if wanted and wanted <= set(_plain(name).split())}


def _near(value: str, known: Iterable[tuple[str, str]]) -> list[str]:
    """Names that are nearly so, one for each key: the first that was read."""
    printed: dict[str, tuple[str, str]] = {}
    for key, name in known:
        if len(name) > CODE_LENGTH or len(value) <= CODE_LENGTH:
            printed.setdefault(_plain(name), (key, name))
    near: dict[str, str] = {}
    for plain in nearest(_plain(value), printed):
        near.setdefault(*printed[plain])
    return list(near.values())


def nearest(value: str, known: Mapping[str, Any]) -> list[str]:
    """Up to three names: those spelt nearly so, else those that hold the value."""
    from difflib import get_close_matches

    close = get_close_matches(value, known, n=3, cutoff=0.75)
    return close or sorted((name for name in known if value and value in name), key=len)[:3]


def did_you_mean(names: list[str]) -> str:
    return f"; did you mean {' or '.join(map(_safe, names))}?" if names else ""


def _safe(name: str) -> str:
    """A name from the database, fit for a message on a terminal."""
    from reports.display.terminal_text import clean_cell

    return clean_cell(name)


def _plain(name: str) -> str:
    from models.derived.folding import fold

    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())
