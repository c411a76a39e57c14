"""Runs migrations on the connection handed over in `config.attributes`, or on the database of the environment."""

from alembic import context
from sqlalchemy import Column, Connection, Index, Table
from sqlalchemy.schema import SchemaItem

from models.schema import metadata

config = context.config


def is_comparable(item: SchemaItem, _name: object, _type: object, _reflected: object, stored: object) -> bool:
    """Return whether autogenerate compares the item: not the search index, nor an index of expressions.

    `mithaq db check` compares those. Comments differ without harm: `models/kinds` and the dictionary hold the meanings.
    """
    if isinstance(item, Column) and isinstance(stored, Column):
        stored.comment = item.comment
    if isinstance(item, Table) and item.name.partition("_")[0] == "search":
        return False
    return not isinstance(item, Index) or all(isinstance(each, Column) for each in item.expressions)


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=False,
        include_object=is_comparable,
    )
    with context.begin_transaction():
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

    with migration_connection(Database.locate(config.get_main_option("sqlalchemy.url"))) as connection:
        migrate(connection)
