"""The commands `mithaq db …`: migrate, back up, restore, check and describe a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.commandline.command_group import Group
from models.commandline.path_types import PATH
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.storage.database import Database
from models.terminal.text import clean_cell

if TYPE_CHECKING:
    from models.migrating.migrations import Migration

SHOWN_OFFENDERS = 10
UNDO = "if a SQL tool changed the {}, change it back; or {}"
LOAD_AGAIN = "load again what a downgrade deleted a part of, with: mithaq seed load FOLDER --collection NAME"
# No migration makes a table again on purpose, and a downgrade deletes values.
ANEW = "; where neither helps, build a new database and load your collections into it"


@click.group(cls=Group)
def db() -> None:
    """Migrate, check and describe the database."""


sql_option = click.option("--sql", is_flag=True, help="Print the SQL and run nothing.")


@db.command()
@click.argument("revision", default="head")
@sql_option
@pass_database
def upgrade(database: Database, revision: str, sql: bool) -> None:
    """Upgrade the database to REVISION, by default the newest.

    A SQLite file is backed up first.

    Example:

        mithaq db upgrade
    """
    from models.migrating.migrations import plan_upgrade

    _migrate(plan_upgrade(database, revision), sql)


@db.command()
@click.argument("revision")
@sql_option
@click.option("--yes", is_flag=True, help="Downgrade even if rows are lost.")
@pass_database
def downgrade(database: Database, revision: str, sql: bool, yes: bool) -> None:
    """Downgrade the database to REVISION, or to `base`.

    A SQLite file is backed up first. If rows or values would be lost, they are listed, and --yes is required.

    Example:

        mithaq db downgrade 0019 --yes
    """
    from models.migrating.migrations import plan_downgrade

    migration = plan_downgrade(database, revision)
    losses = [] if sql or yes else migration.losses()
    if losses:
        sentence = f"A downgrade to {migration.target} deletes these rows and values. To continue, add --yes."
        raise MithaqError("\n".join([sentence, *losses]))
    _migrate(migration, sql)


def _migrate(migration: Migration, sql: bool) -> None:
    if sql:
        from models.migrating.printing import sql_of

        # Without `color`, click would cut escape sequences out of names.
        click.echo(sql_of(migration), nl=False, color=True)
        return
    backup = migration.run()
    if backup:
        click.echo(f"backed up to {backup}", err=True)
    for step in migration.steps:
        click.echo(f"up to {step}" if migration.direction == "upgrade" else f"down from {step}")
    if not migration.steps:
        click.echo(f"{migration.database} is at {migration.target} already")


@db.command()
@pass_database
def backup(database: Database) -> None:
    """Write a verified backup beside the SQLite file. The last five are kept.

    Example:

        mithaq db backup
    """
    from models.storage.backup import back_up

    click.echo(back_up(database))


@db.command(name="list")
@pass_database
def list_backups(database: Database) -> None:
    """List the sound backups beside the SQLite file, newest first.

    Example:

        mithaq db list
    """
    from models.storage.backup import backups

    found = backups(database)
    for each in found:
        click.echo(each)
    if not found:
        click.echo(f"There are no backups of {database}; make one with: mithaq db backup", err=True)


@db.command()
@click.argument("file", type=PATH, required=False)
@pass_database
def restore(database: Database, file: Path | None) -> None:
    """Put a backup back: FILE, or the newest sound one.

    The database is backed up first. If it is damaged, it is renamed to end in .damaged instead.

    Example:

        mithaq db restore
    """
    from models.storage.restoring import restore as run

    restored = run(database, file)
    click.echo(f"restored {restored.backup}")
    if restored.before:
        click.echo(f"the previous database is in {restored.before}", err=True)


@db.command()
@pass_database
def current(database: Database) -> None:
    """Print the revision of the database.

    Example:

        mithaq db current
    """
    from models.storage.whose import own_revision

    with database.open_read_only() as reader:
        revision = own_revision(reader)
    click.echo(revision or "base")


@db.command()
def history() -> None:
    """List all revisions, oldest first.

    Example:

        mithaq db history
    """
    from models.revisions import summaries

    for revision, summary in summaries():
        click.echo(f"{revision}  {summary}")


@db.command()
@pass_database
def check(database: Database) -> None:
    """Verify the file, the schema, and the rules that constraints cannot express.

    Example:

        mithaq db check
    """
    from models.checking.rules import SCHEMA_CHECK, collections_to_load
    from models.checking.rules import check as run
    from models.checking.warnings import notes
    from models.kinds.gap_codes import DOUBTFUL

    failed = []
    for name, offenders in run(database):
        click.echo(f"{'failed' if offenders else 'ok':<7} {name}")
        _list(offenders)
        failed += [name] if offenders else []
    for warning, slugs in notes(database).items():
        click.echo(f"{'note':<7} {DOUBTFUL[warning][0]}: {len(slugs):,}")
        _list(slugs, ": mithaq report gaps")
    _list_owned(database)
    if failed:
        checks = "1 check" if len(failed) == 1 else f"{len(failed)} checks"
        of_schema = SCHEMA_CHECK in failed
        advice = UNDO.format("schema" if of_schema else "data", database.how_to_restore) + (ANEW if of_schema else "")
        if not of_schema and (reduced := collections_to_load(database)):
            advice = f"{LOAD_AGAIN} ({clean_cell(', '.join(reduced))}); or {database.how_to_restore}"
        raise MithaqError(f"{checks} failed; {advice}")


def _list(found: list[str], where_all_are: str = "") -> None:
    for each in found[:SHOWN_OFFENDERS]:
        click.echo(clean_cell(f"        {each}"))
    if len(found) > SHOWN_OFFENDERS:
        click.echo(f"        … and {len(found) - SHOWN_OFFENDERS:,} more{where_all_are}")


def _list_owned(database: Database) -> None:
    """List the user's own objects, so that they are not mistaken for parts of Mithaq."""
    from models.owned.keeping import list_owned

    with database.read() as reader:
        owned = list_owned(reader)
    if owned:
        click.echo(f"{'note':<7} your own objects, kept by migrations: {len(owned):,}")
    for each in owned:
        click.echo(clean_cell(f"        {each}"))


@db.command()
@pass_database
def path(database: Database) -> None:
    """Print the path or URL of the database, without a password, for other programs.

    \b
    Examples:
        sqlite3 "$(mithaq db path)"
        psql "$(mithaq db path)"
    """
    from models.storage.secrets import without_password

    click.echo(without_password(str(database).replace("+psycopg", "", 1)) if database.server else str(database))


@db.command()
@click.argument("name")
@pass_database
def reader(database: Database, name: str) -> None:
    """Print the SQL that creates the role NAME, which may only read (PostgreSQL).

    Run it as a superuser, and set a password with \\password in psql. After an upgrade that adds views, run its last
    statement again.

    Example:

        mithaq db reader analyst | psql mithaq
    """
    from models.owned.reading_role import reading_role

    with database.read() as opened:
        lines = reading_role(opened, name)
    for line in lines:
        click.echo(line)


@db.command()
@pass_database
def info(database: Database) -> None:
    """Print the engine, the revision, the collections and the last load.

    Example:

        mithaq db info
    """
    from models.checking.info import describe

    for label, value in describe(database):
        click.echo(clean_cell(f"{label:<14} {value}"))
