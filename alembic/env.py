"""Runs migrations on the connection handed over in `config.attributes`, or on the database of the environment."""

from alembic import context
from sqlalchemy import Connection

from models.schema import metadata

config = context.config


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


def migrate_offline(url: str) -> None:
    context.configure(url=url, target_metadata=metadata, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    from models.database import Database

    migrate_offline(Database.locate(config.get_main_option("sqlalchemy.url")).url)
elif "connection" in config.attributes:
    migrate(config.attributes["connection"])
else:
    from models.database import Database
    from models.migrations import migration_connection

    with migration_connection(Database.locate(config.get_main_option("sqlalchemy.url"))) as connection:
        migrate(connection)
