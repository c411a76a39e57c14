"""Find the key for a code, a slug or a name in either language."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.errors import MithaqError
from models.storage.database import Reader

if TYPE_CHECKING:
    from models.country_names.matching import Match

COUNTRY_NAMES = """
SELECT c.code, 'en', c.name_en, 'short' FROM v_country c WHERE c.name_en IS NOT NULL
UNION ALL SELECT c.code, 'ar', c.name_ar, 'short' FROM v_country c WHERE c.name_ar IS NOT NULL
UNION ALL SELECT c.code, 'en', c.slug, 'alias' FROM v_country c
UNION ALL SELECT c.code, n.language, n.text, n.form FROM v_name n JOIN v_country c ON c.slug = n.record
"""
COUNTRY_CODES = "SELECT c.code, COALESCE(c.alpha3, ''), COALESCE(c.numeric, '') FROM v_country c"
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
# If a vocabulary has at most this many codes, the error for an unknown value lists all of them.
LISTED = 40
# Names up to this length are codes; only values as short are compared with them.
CODE_LENGTH = 3
BY_SLUG = """
SELECT slug FROM v_record WHERE slug = :slug AND kind LIKE :kind
UNION ALL
SELECT record FROM v_former_slug WHERE slug = :slug AND record_kind LIKE :kind
"""


def find_country(reader: Reader, value: str) -> str:
    """Return the code of a country, given any of its names, its adjective or an ISO code.

    Raises:
        MithaqError: no country, or several, have the name; the message gives these, or the nearest names.
    """
    if value.isupper() and (code := reader.value("SELECT code FROM v_country WHERE code = :code", {"code": value})):
        return str(code)
    match = match_country(reader, value)
    if match.code:
        return match.code
    if match.codes:
        candidates = ", ".join(_candidates(reader, match.codes))
        raise MithaqError(f"{value!r} may mean several countries: {candidates}; give one of these codes")
    near = did_you_mean(_names_of(reader, match)) or _organization_of_name(reader, value)
    raise MithaqError(f"no country is called {value!r}{near}")


def _names_of(reader: Reader, match: Match) -> list[str]:
    """Return the names that are near; if countries share one, their own names."""
    names = [name for _, name in match.near]
    if len(set(names)) == len(names):
        return names
    own = _own_names(reader)
    return [own[code] for code, _ in match.near]


def _organization_of_name(reader: Reader, value: str) -> str:
    """Return the end of a message that points to the organization of a name, if one has it."""
    rows = reader.rows(RECORDS, {"kind": "organization"})
    found = sorted(_spelt_alike(value, [(str(slug), str(name)) for slug, name in rows if name is not None]))
    return f"; an organization is; run: mithaq show {found[0]}" if found else ""


def match_country(reader: Reader, value: str) -> Match:
    """Return the countries that a value names in any spelling, or the names that are near."""
    from models.country_names.matching import CountryNames

    rows = [
        (str(code), str(language), str(name), str(form)) for code, language, name, form in reader.rows(COUNTRY_NAMES)
    ]
    codes = [(str(code), str(alpha3), str(numeric)) for code, alpha3, numeric in reader.rows(COUNTRY_CODES)]
    return CountryNames.of(rows, codes).find(value)


def _candidates(reader: Reader, codes: Sequence[str]) -> list[str]:
    """Return codes with the names of their countries."""
    names = _own_names(reader)
    return [f"{code} ({_safe(names[code])})" for code in codes]


def _own_names(reader: Reader) -> dict[str, str]:
    """Return the name of each country by its code."""
    rows = reader.rows("SELECT code, COALESCE(name_en, name_ar) FROM v_country")
    return {str(code): str(name) for code, name in rows}


def find_code(reader: Reader, vocabulary: str, value: str, among: Container[str] | None = None) -> str:
    """Return a code of a vocabulary, or one among some of its codes, given by itself or a label."""
    names = [row for row in reader.rows(CODES, {"vocabulary": vocabulary}) if among is None or row[0] in among]
    codes = sorted({str(code) for code, _ in names})
    return find(value, vocabulary.replace("_", " "), names, codes if len(codes) <= LISTED else ())


def find_record(reader: Reader, value: str, kind: str = "%") -> str:
    """Return the slug of a record, of one kind or of any, given by a slug, a former slug or a name."""
    known = reader.value(BY_SLUG, {"slug": value, "kind": kind})
    noun = "record" if kind == "%" else kind
    return str(known) if known else find(value, noun, reader.select(RECORDS, {"kind": kind})[1])


def find_source(reader: Reader, value: str) -> str:
    """Return the slug of a data set or an article, given by a slug, a former slug or a name."""
    names = [(str(slug), str(name)) for slug, name in reader.rows(RECORDS, {"kind": "dataset"}) if name is not None]
    datasets = {slug for slug, name in names if name == value} or _spelt_alike(value, names)
    return datasets.pop() if len(datasets) == 1 else find_record(reader, value, "article")


def find_collection(reader: Reader, value: str) -> str:
    """Return the name of a collection."""
    return find(value, "collection", reader.select("SELECT name, name FROM v_collection")[1])


def find(value: str, noun: str, names: Iterable[Any], listed: Sequence[str] = ()) -> str:
    """Return the one key with this name, whatever its case and spelling.

    Raises:
        MithaqError: no key or several have the name; the message gives these, the nearest names, or those listed.
    """
    known = [(str(key), str(name)) for key, name in names if name is not None]
    found = {key for key, name in known if name == value} or _spelt_alike(value, known)
    if len(found) == 1:
        return found.pop()
    if found:
        listed = ", ".join(map(_safe, sorted(found)[:5]))
        raise MithaqError(f"{value!r} names more than one {noun}: {listed}; give one of them")
    near = did_you_mean(_near(value, known)) or (f"; there are {', '.join(listed)}" if listed else "")
    raise MithaqError(f"no {noun} is called {value!r}{near}")


def _spelt_alike(value: str, known: Iterable[tuple[str, str]]) -> set[str]:
    plain = _plain(value)
    return {key for key, name in known if _plain(name) == plain} if plain else set()


def _near(value: str, known: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names most like the value, one for each key: the first that was read."""
    printed: dict[str, tuple[str, str]] = {}
    for key, name in known:
        if len(name) > CODE_LENGTH or len(value) <= CODE_LENGTH:
            printed.setdefault(_plain(name), (key, name))
    near: dict[str, str] = {}
    for plain in nearest(_plain(value), printed):
        near.setdefault(*printed[plain])
    return list(near.values())


def nearest(value: str, known: Mapping[str, Any]) -> list[str]:
    """Return up to three names that are spelt nearly like the value, else that contain it."""
    from difflib import get_close_matches

    close = get_close_matches(value, known, n=3, cutoff=0.75)
    return close or sorted((name for name in known if value and value in name), key=len)[:3]


def did_you_mean(names: list[str]) -> str:
    """Return the end of a message that suggests these names."""
    return f"; did you mean {' or '.join(map(_safe, names))}?" if names else ""


def _safe(name: str) -> str:
    """Return a name from the database without control characters."""
    from models.terminal.text import clean_cell

    return clean_cell(name)


def _plain(name: str) -> str:
    from models.derived.folding import fold

    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())
