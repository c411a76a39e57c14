"""Run migrations on the connection in `config.attributes`, or on the database of the environment."""

import warnings
from collections.abc import Iterable
from pathlib import Path

from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import write_hooks
from sqlalchemy import Column, Connection, Index, Table, create_engine
from sqlalchemy.schema import SchemaItem

from models.schema import metadata

config = context.config
# Indexes of expressions, in the form of one engine at least.
OF_EXPRESSIONS = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if not all(isinstance(each, Column) for each in index.expressions)
}


def is_comparable(item: SchemaItem, _name: object, _type: object, _reflected: object, stored: object) -> bool:
    """Return whether autogenerate compares the item: not the search index, nor an index of expressions.

    `mithaq db check` compares those. Comments differ without harm: `models/kinds` and the dictionary hold the meanings.
    """
    if isinstance(item, Column) and isinstance(stored, Column):
        stored.comment = item.comment
    if isinstance(item, Table) and item.name.partition("_")[0] == "search":
        return False
    return not isinstance(item, Index) or item.name not in OF_EXPRESSIONS


def number_revisions(
    _context: MigrationContext, _revision: str | Iterable[str | None] | Iterable[str], scripts: list[MigrationScript]
) -> None:
    """Name each new revision by the next number, so that the runner finds it."""
    from models.migrating.new_revision import number

    for script in scripts:
        number(script)


@write_hooks.register("views")
def copy_views(path: str, _options: dict[str, str | int]) -> None:
    """Freeze today's views beside a new revision."""
    from models.migrating.new_revision import copy_views

    copy_views(Path(path))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=False,
        include_object=is_comparable,
        process_revision_directives=number_revisions,
    )
    with context.begin_transaction(), warnings.catch_warnings():
        # A revision that rebuilds a table in SQLite drops and creates its indexes of expressions itself.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        context.run_migrations()


def migrate_offline(url: str) -> None:
    context.configure(url=url, target_metadata=metadata, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    from models.storage.database import Database

    migrate_offline(config.attributes.get("url") or Database.locate(config.get_main_option("sqlalchemy.url")).url)
elif "connection" in config.attributes:
    migrate(config.attributes["connection"])
else:
    from models.migrating.migrations import migration_connection
    from models.storage.database import Database

    changes = config.cmd_opts is None or config.cmd_opts.cmd[0].__name__ in ("upgrade", "downgrade")
    database = Database.locate(config.get_main_option("sqlalchemy.url"))
    if not changes and database.path and not database.path.exists():
        # A command that only tells something, such as `alembic history`, creates no file.
        with create_engine("sqlite://").connect() as connection:
            migrate(connection)
    else:
        with migration_connection(database, changes) as connection:
            migrate(connection)
