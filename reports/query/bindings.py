"""The parameters for the values of filters: codes, slugs and days instead of names and dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.errors import MithaqError
from models.storage.database import Reader
from reports.query import lookup
from reports.query.filters import Bindings, Filter

if TYPE_CHECKING:
    from models.edtf_dates import EdtfDate


def bind(filters: Iterable[Filter], given: Mapping[str, Any], reader: Reader) -> Bindings:
    """Return the parameters that the given values of options mean, by option.

    Raises:
        MithaqError: a value means nothing in this database; the message names the nearest.
    """
    return {
        each.option: _parameters(each, given[each.option], reader)
        for each in filters
        if given.get(each.option) is not None
    }


FORMER_STATES = "SELECT code, name_en, name_ar, successors FROM v_country WHERE successors IS NOT NULL ORDER BY code"


def list_predecessors(bindings: Bindings, reader: Reader) -> Iterator[tuple[str, tuple[str, str], Bindings]]:
    """Yield code, names and bindings of each former state that a country of the filters succeeded."""
    asked = [(option, name) for option in ("country", "pair") for name in bindings.get(option, {})]
    if not asked:
        return
    for code, name_en, name_ar, successors in reader.rows(FORMER_STATES):
        for option, name in asked:
            if bindings[option][name] in successors.split("; "):
                yield code, (name_en, name_ar), {**bindings, option: {**bindings[option], name: code}}


def _parameters(filter: Filter, value: Any, reader: Reader) -> dict[str, Any]:
    if filter.option == "pair":
        return _pair(reader, value)
    if filter.option == "identifier":
        return _identifier(reader, value)
    if filter.option == "since":
        return {"since": _first_day(reader, value), "today": date.today().isoformat()}
    if filter.option == "type":
        return {"type": lookup.find_code(reader, filter.vocabulary, value)}
    return {filter.option: RESOLVERS[filter.option](reader, value)}


def _pair(reader: Reader, value: tuple[str, str]) -> dict[str, Any]:
    first, second = (lookup.find_country(reader, each) for each in value)
    if first == second:
        raise MithaqError(f"{value[0]!r} and {value[1]!r} are the same country; a pair has two")
    return {"pair_a": first, "pair_b": second}


def _identifier(reader: Reader, value: str) -> dict[str, Any]:
    scheme, colon, text = value.partition(":")
    if not (colon and text.strip()):
        raise MithaqError(f"{value!r} is not an identifier; write SCHEME:VALUE, such as unts:2107")
    return {
        "identifier_scheme": lookup.find_code(reader, "identifier_scheme", scheme),
        "identifier_value": text.strip(),
    }


def _first_day(_reader: Reader, given: EdtfDate) -> str:
    if given.first is None:
        raise MithaqError(f"{given.text} has no first day to compare with; give a date that begins")
    return given.first


def _last_day(_reader: Reader, given: EdtfDate) -> str:
    if given.last is None:
        raise MithaqError(f"{given.text} has no last day to compare with; give a date that ends")
    return given.last


def _rank(reader: Reader, value: str) -> int:
    code = lookup.find_code(reader, "stage", value)
    rank = reader.value("SELECT rank FROM v_code WHERE vocabulary = 'stage' AND code = :code", {"code": code})
    if rank is None:
        raise MithaqError(f"--min-stage needs a ranked stage (proposed … completed); {value!r} has no rank")
    return int(rank)


RESOLVERS: dict[str, Callable[[Reader, Any], Any]] = {
    "country": lookup.find_country,
    "organization": lambda reader, value: lookup.find_record(reader, value, "organization"),
    "article": lookup.find_source,
    "sector": lambda reader, value: lookup.find_code(reader, "sector", value),
    "stage": lambda reader, value: lookup.find_code(reader, "stage", value),
    "collection": lookup.find_collection,
    "min_stage": _rank,
    "since": _first_day,
    "until": _last_day,
    "as_of": _first_day,
}
