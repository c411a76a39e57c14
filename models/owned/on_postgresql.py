"""Set aside, for a migration of PostgreSQL, the user's objects on our views and tables, and recreate them.

A migration drops views, changes tables, and deletes rows that are derived again. Views, functions and policies that
read them are in its way; triggers, rules and foreign keys would act on what it deletes; privileges, comments, indexes
and other additions to what it drops would be gone with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from models.owned import catalogue
from models.owned.columns import Columns, Rows, UsersColumn, columns_of, users_columns
from models.storage.postgresql import server_message

if TYPE_CHECKING:
    from sqlalchemy import Connection

REMADE = "its table is dropped"
# Not needed if the view no longer exists.
OF_EXISTING = ("GRANT", "COMMENT", "ALTER")
# Functions are made before what their bodies read, and a second time after it, to see whether they still work.
UNCHECKED, CHECKED = "SET LOCAL check_function_bodies = off", "SET LOCAL check_function_bodies = on"
# The user's objects are made by the role that migrates; a materialized view gets the rows that its owner sees.
AS_BEFORE = ("RESET ROLE", "SET LOCAL row_security TO DEFAULT")


class Dependent(NamedTuple):
    """An object of the user that reads ours, directly or through others: how to drop it, and how to make it again."""

    label: str
    drop: str
    create: tuple[str, ...]


class Kept(NamedTuple):
    """Objects that read ours, in the order in which they can be made, and the user's additions to ours.

    `relations` are the names of our tables and views; `attributes` are statements, each with its relation and a label;
    `columns` outlive every change of a table, but not the table.
    """

    dependents: list[Dependent]
    relations: set[str]
    attributes: dict[str, tuple[str, str]]
    columns: list[UsersColumn]


def rows_of(connection: Connection) -> Rows:
    """Return the function that runs a query with a connection, whatever per cent signs are in it."""

    def rows(sql: str) -> Sequence[Any]:
        return connection.exec_driver_sql(sql, execution_options={"no_parameters": True}).all()

    return rows


def list_owned(rows: Rows) -> list[str]:
    """List the user's objects in our schema, those that read ours or belong to ours, and who else may use ours."""
    found = [str(row[0]) for row in rows(catalogue.OWNED.format(ours=catalogue.names_of_ours()))]
    # A foreign key is listed by its table or column.
    more = (each.label for each in _dependents(rows) if not each.label.startswith("foreign key "))
    return sorted([*found, *(each for each in more if _plain(each) not in found)])


def _plain(label: str) -> str:
    """Return the label of an object of our schema as it is listed."""
    return label.partition("(")[0].replace('"', "")


def unkept(rows: Rows) -> list[str]:
    """Return a line for each object that no migration can keep."""
    return [str(row[0]) for row in rows(catalogue.INHERITING.format(ours=catalogue.ours()))]


def collect(rows: Rows, ours: Columns) -> Kept:
    """Read the objects to keep, without changing anything."""
    columns = users_columns(rows, "postgresql", ours)
    return Kept(list(_dependents(rows)), _relations(rows), attributes_of_ours(rows), columns)


def _relations(rows: Rows) -> set[str]:
    return {str(row[0]) for row in rows(f"SELECT x.name FROM ({catalogue.ours()}) x")}


def attributes_of_ours(rows: Rows) -> dict[str, tuple[str, str]]:
    """Return the statements that recreate the user's additions to our tables and views, with relation and label."""
    found = rows(catalogue.ATTRIBUTES.format(relations=catalogue.ours(), only_views="true"))
    return {str(statement): (str(relation), str(label)) for relation, _, label, statement in found}


def _dependents(rows: Rows) -> Iterator[Dependent]:
    edges: dict[str, list[str]] = {}
    for dependent, referred in rows(catalogue.EDGES.format(ours=catalogue.names_of_ours())):
        edges.setdefault(str(referred), []).append(str(dependent))
    ours = [str(row[0]) for row in rows(f"SELECT 'relation ' || x.oid FROM ({catalogue.ours()}) x")]
    ordered = _in_order(edges, ours)
    if not ordered:
        return
    described = {str(row[0]): row[1:] for row in rows(catalogue.DEFINITIONS)}
    relations = ", ".join(node.split()[1] for node in ordered if node.startswith("relation"))
    attributes: dict[str, list[str]] = {}
    if relations:
        oids = f"SELECT oid FROM pg_class WHERE oid IN ({relations})"
        for relation, _, _, statement in rows(catalogue.ATTRIBUTES.format(relations=oids, only_views="false")):
            attributes.setdefault(str(relation), []).append(str(statement))
    for node in ordered:
        # An object that no migration can make again is left, and PostgreSQL refuses to drop what it reads.
        if node in described:
            label, drop, create, relation, after = described[node]
            more = (each for each in after if each is not None)
            yield Dependent(label, drop, (create, *more, *attributes.get(relation, [])))


def creations(kept: Kept) -> Iterator[Dependent]:
    """Yield the objects that read ours as they are made, with the settings between them."""
    yield Dependent("", "", (UNCHECKED,))
    yield from kept.dependents
    yield Dependent("", "", (CHECKED,))
    yield from (each._replace(create=each.create[:1]) for each in kept.dependents if each.label.startswith("function "))


def _in_order(edges: dict[str, list[str]], ours: list[str]) -> list[str]:
    """Return all objects that depend on ours, each after those that it depends on."""
    first = frozenset(ours)
    seen = set(first)
    done: list[str] = []
    # A chain of views may be longer than functions may call themselves.
    waiting = [(node, iter(edges.get(node, ()))) for node in reversed(ours)]
    while waiting:
        node, dependents = waiting[-1]
        each = next((each for each in dependents if each not in seen), None)
        if each is None:
            done.append(node)
            waiting.pop()
        else:
            seen.add(each)
            waiting.append((each, iter(edges.get(each, ()))))
    return [node for node in reversed(done) if node not in first]


def set_aside(connection: Connection, ours: Columns) -> Kept:
    """Drop the user's objects that read ours, and remember them with everything that the user added to ours."""
    kept = collect(rows_of(connection), ours)
    for each in reversed(kept.dependents):
        connection.exec_driver_sql(each.drop, execution_options={"no_parameters": True})
    return kept


def put_back(connection: Connection, kept: Kept) -> list[str]:
    """Recreate everything that is missing; return a line for each object that cannot be recreated."""
    there = columns_of(rows_of(connection), "postgresql")
    found = [f"{each}: {REMADE}" for each in kept.columns if each.name not in there.get(each.table, ())]
    after = attributes_of_ours(rows_of(connection))
    for statement in _revocations(kept, after):
        found += _run(connection, "the privileges of our views", (statement,))
    existing = _relations(rows_of(connection))
    for statement, (relation, label) in kept.attributes.items():
        if statement not in after and (relation in existing or not _goes_with_it(statement, label)):
            found += _run(connection, label, (statement,))
    for each in creations(kept):
        found += _run(connection, each.label, each.create)
    # A function that cannot be made at all is found twice.
    return list(dict.fromkeys(found))


def _revocations(kept: Kept, after: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Yield the statements that revoke the default privileges of a recreated view."""
    for statement, (relation, _) in after.items():
        if statement.startswith("GRANT") and statement not in kept.attributes and relation in kept.relations:
            plain = statement.removesuffix(" WITH GRANT OPTION").removeprefix("GRANT")
            yield f"REVOKE{plain.replace(' TO ', ' FROM ', 1)}"


def lost_columns(kept: Kept, steps: str) -> list[str]:
    """Return a line for each column of the user whose table is dropped in steps of SQL."""
    dropped = set(re.findall(r"DROP TABLE (\w+)", steps))
    return [f"{each}: {REMADE}" for each in kept.columns if each.table in dropped]


def made_again(rows: Rows, kept: Kept, steps: str) -> list[str]:
    """Return the statements that restore the additions which our tables and views lose when they are dropped."""
    dropped = {*re.findall(r"DROP (?:VIEW|TABLE) (\w+)", steps)} & kept.relations
    made = {*re.findall(r"CREATE (?:VIEW|TABLE) (\w+)", steps)} & dropped
    schema, grantees = rows(catalogue.DEFAULT_GRANTEES)[0]
    revoked = [f"REVOKE ALL ON {schema}.{name} FROM {grantees}" for name in sorted(made) if grantees]
    return revoked + [
        statement
        for statement, (relation, label) in kept.attributes.items()
        if relation in made or (relation in dropped and not _goes_with_it(statement, label))
    ]


def _goes_with_it(statement: str, label: str) -> bool:
    """Return whether an addition is dropped with its relation: the user's indexes and constraints are named first."""
    return statement.startswith(OF_EXISTING) and not label.startswith("constraint ")


def _run(connection: Connection, label: str, statements: Iterable[str]) -> list[str]:
    from sqlalchemy.exc import DBAPIError

    try:
        with connection.begin_nested():
            for statement in statements:
                connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    except DBAPIError as error:
        return [f"{label}: {server_message(error.orig)}"]
    return []
