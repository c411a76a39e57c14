"""All kinds of record, in the order of their sections in a file, and which of them have a trait."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from models.kinds import actions, entities
from models.kinds.links import LINK_KINDS
from models.kinds.types import Code, Field, Kind, RecordKind

RECORDS = {record.kind: record for record in (*entities.KINDS, *actions.KINDS)}
SECTIONS = {record.section: record for record in RECORDS.values()}
KINDS: dict[str, Kind] = {**RECORDS, **LINK_KINDS}


def having(trait: Callable[[RecordKind], object]) -> tuple[str, ...]:
    """Return the kinds of record for which the trait is true: `having(lambda kind: kind.has_stage)`."""
    return tuple(kind.kind for kind in RECORDS.values() if trait(kind))


def with_links(section: str) -> tuple[str, ...]:
    """Return the kinds of record that may have links of this section."""
    return having(lambda kind: section in kind.links)


def listed(kinds: Iterable[str]) -> str:
    """Return kinds as a list in SQL, for `kind IN (…)`."""
    return ", ".join(f"'{kind}'" for kind in kinds)


def union(columns: str, kinds: Iterable[str]) -> str:
    """Return a SELECT of columns over the views of these kinds; `{kind}` in the columns is the name of each."""
    return " UNION ALL ".join(f"SELECT {columns.format(kind=kind)} FROM v_{kind}" for kind in kinds)


def field_of(kind: str, name: str) -> Field:
    """Return the description of a field.

    Raises:
        KeyError: there is no such kind or field.
    """
    return KINDS[kind].field(name)


# The kinds that reports of cooperation count.
COOPERATION = having(lambda kind: kind.can_be_cooperation)
# Kinds whose names texts print in either language; the names of agreements, events and the like are often ours.
PRINTED_NAMES = ("organization", "person", "place")


def counted_by(view: str) -> tuple[str, ...]:
    """Return the kinds that `v_country` or `v_sector` counts, in the order of its columns."""
    return tuple(sorted(having(lambda kind: view in kind.counted_by), key=lambda kind: kind not in COOPERATION))


# The kinds whose counts come first in `v_country` and `v_sector`. New columns come last, so those of a later kind do.
COUNTED_FIRST = ("agreement", "event", "initiative", "organization", "figure")


def counted_later(view: str) -> tuple[str, ...]:
    """Return the kinds whose counts are the last columns of `v_country` or `v_sector`."""
    return tuple(kind for kind in counted_by(view) if kind not in COUNTED_FIRST)


# The kinds that countries and sectors count besides cooperation; for countries, their own and those of their parties.
BESIDE_COOPERATION = {
    view: tuple(kind for kind in counted_by(view) if kind not in COOPERATION) for view in ("country", "sector")
}
OF_OWN_COUNTRY = tuple(kind for kind in BESIDE_COOPERATION["country"] if RECORDS[kind].has_country)
OF_PARTIES = tuple(kind for kind in BESIDE_COOPERATION["country"] if RECORDS[kind].has_parties)
# The kinds whose milestones give a stage.
STAGED = having(lambda kind: kind.has_stage)
# The kinds that are planned and then held, without milestones.
HELD = having(lambda kind: kind.is_held)
# The field whose label identifies a link for readers.
KNOWN_BY = {"participation": "party", "classification": "sector"}
# Kinds that need no citation of their own: a standard proves a country, and a digest an article.
UNCITED = tuple(kind.kind for kind in KINDS.values() if not kind.is_cited)
# The vocabularies: of kinds, of the codes that fields hold, and of the forms of names.
TYPES = (each.type for kind in KINDS.values() for each in kind.fields)
VOCABULARIES = ("kind", *dict.fromkeys(each.vocabulary for each in TYPES if isinstance(each, Code)), "name_form")
# The vocabularies to which a user's folder may add codes; the others are closed.
OPEN_VOCABULARIES = (
    *("sector", "agreement_type", "event_type", "initiative_type", "organization_kind", "place_kind"),
    *("role", "relation_type", "unit", "identifier_scheme"),
)
