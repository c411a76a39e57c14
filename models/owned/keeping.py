"""Keep the user's own objects while a migration changes our tables and views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.errors import MithaqError
from models.owned import on_postgresql, on_sqlite
from models.owned.columns import Columns, columns_of, our_columns, users_columns
from models.terminal.text import clean_cell

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.storage.database import Database, Reader

OWNER = (
    "SELECT quote_ident(pg_get_userbyid(c.relowner)) FROM pg_class c"
    " WHERE c.oid = to_regclass('alembic_version') AND c.relowner <> to_regrole(quote_ident(current_user))"
)


@contextmanager
def users_objects_kept(connection: Connection, database: Database, ours: Columns | None) -> Iterator[None]:
    """Set the user's objects aside for the block, and make them again after it.

    `ours` are the columns that the tables have without the user; None if the block changes no table or view.
    On PostgreSQL the block runs as the owner of the database's tables, so that new ones are theirs too.

    Raises:
        MithaqError: some cannot be made again, because the block removed what they read; each is named.
        DBAPIError: the role may not drop one of them, or is no member of the owner.
    """
    if ours is None:
        yield
        return
    if connection.dialect.name == "sqlite":
        in_file = on_sqlite.set_aside(connection, ours)
        yield
        require_all(database, on_sqlite.put_back(connection, in_file))
        _require_references(database, on_sqlite.broken_references(connection, in_file))
        return
    require_all(database, on_postgresql.unkept(on_postgresql.rows_of(connection)))
    on_server = on_postgresql.set_aside(connection, ours)
    if owner := connection.exec_driver_sql(OWNER).scalar():
        connection.exec_driver_sql(f"SET LOCAL ROLE {owner}")
    yield
    for statement in on_postgresql.AS_BEFORE:
        connection.exec_driver_sql(statement)
    require_all(database, on_postgresql.put_back(connection, on_server))


def require_all(database: Database, lost: list[str]) -> None:
    """Refuse a migration that cannot keep something of the user's: a line for each."""
    if lost:
        sentence = f"{database} was left as it was. It holds objects of yours that would not work any more:"
        advice = "Save their definitions and what columns hold, drop them, and run the command again."
        raise MithaqError("\n".join([sentence, *(clean_cell(f"  {each}") for each in lost), advice]))


def _require_references(database: Database, broken: list[str]) -> None:
    if broken:
        sentence = f"{database} was left as it was. Rows would refer to rows that do not exist:"
        raise MithaqError("\n".join([sentence, *(clean_cell(f"  {each}") for each in broken)]))


def list_owned(reader: Reader, ours: Columns | None = None) -> list[str]:
    """List the user's own objects in a database, and privileges on ours.

    `ours` are our columns at the revision of the database, by default the newest.
    """
    ours = our_columns() if ours is None else ours
    columns = [str(each) for each in users_columns(reader.rows, reader.engine_name, ours)]
    # Tables with a name that is ours at other revisions.
    columns += [f"table {name}" for name in sorted(columns_of(reader.rows, reader.engine_name).keys() - ours.keys())]
    if reader.engine_name == "sqlite":
        return columns + [str(each) for each in on_sqlite.list_owned(reader.rows)]
    return columns + on_postgresql.list_owned(reader.rows)
