"""Decide which links stay and which file each belongs to.

A link stays as long as it has a citation. It belongs to the collection and file that stated it first; when that
one drops it, it is handed to another one that still states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from seeds.format.files import SHIPPED
from seeds.loading.row_builder import StatedLink
from seeds.loading.rows import LINKS, FactRow, LinkRow, Rows
from seeds.loading.stored import UNCITED_LINKS, Home, StoredLink, citing_files


def add_links(
    connection: Connection,
    collection: str,
    own: set[int],
    stated: Iterable[StatedLink],
    stored: Iterable[StoredLink],
    before: Rows,
    wanted: Rows,
) -> list[str]:
    """Add the links to the wanted rows: those that changed files state, and those that other files still cite.

    `own` are the numbers of the files that changed or are gone. The stored links that the changed files state are also
    added to the stored rows.

    Returns:
        A problem for each link whose values would change although others state it too.
    """
    ids = {each.row.id for each in stated}
    for link in stored:
        if link.row.id in ids:
            before.facts[link.row.id], before.links[link.row.id] = link
    elsewhere = citing_files(connection, set(before.links), own)
    problems: list[str] = []
    for each in stated:
        id_ = each.row.id
        homes = elsewhere.get(id_, set())
        if each.row.kind in UNCITED_LINKS and id_ in before.links and before.facts[id_].source not in own:
            owner = before.facts[id_].collection
            problems.append(f"{each.place}: the collection {owner!r} states this {each.row.kind}; leave it out")
        if id_ in before.links and before.links[id_] != each.row:
            problems += _contradictions(collection, each, before.facts[id_], before.links[id_], homes)
        _add(wanted, each.row, before, collection, homes | {Home(collection, source) for source in each.sources})
    for id_ in (before.links.keys() - ids) & elsewhere.keys():
        _add(wanted, before.links[id_], before, collection, elsewhere[id_])
    return problems


def _add(wanted: Rows, row: LinkRow, before: Rows, collection: str, homes: set[Home]) -> None:
    wanted.links[row.id] = row
    home = _home(before.facts.get(row.id), collection, homes)
    wanted.facts[row.id] = FactRow(row.id, row.kind, row.owner, *home)


def _home(fact: FactRow | None, collection: str, homes: set[Home]) -> Home:
    """Return the owning file: a shipped one first, then its present owner, then the collection being loaded."""
    if len(homes) == 1:
        return next(iter(homes))
    best = {home for home in homes if home.collection == SHIPPED} or homes
    stored = Home(fact.collection, fact.source) if fact else None
    return stored if stored in best else min(best, key=lambda home: (home.collection != collection, home.source))


def _contradictions(
    collection: str, stated: StatedLink, fact: FactRow, stored: LinkRow, homes: set[Home]
) -> Iterator[str]:
    """Yield the reasons why a link may not get other values: another file, or its own collection, states it too."""
    columns = LINKS[stored.kind].columns[3:]
    differing = [name for name, old, new in zip(columns, stored.values, stated.row.values, strict=True) if old != new]
    if any(home.collection == collection for home in homes):
        yield f"{stated.place}: another file gives another {', '.join(differing)}"
    elif collection not in (fact.collection, SHIPPED):
        yield (
            f"{stated.place}: this {fact.kind} belongs to the collection {fact.collection!r},"
            f" which gives another {', '.join(differing)}; add a reading instead"
        )
