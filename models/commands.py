"""The commands `mithaq db …`: migrate, check and describe a database."""

from __future__ import annotations

import click

from models.commandline import pass_database
from models.database import Database
from models.errors import MithaqError
from models.revisions import revisions

SHOWN_OFFENDERS = 10


@click.group()
def db() -> None:
    """Migrate, check and describe the database."""


@db.command()
@click.argument("revision", default="head")
@pass_database
def upgrade(database: Database, revision: str) -> None:
    """Bring the database up to REVISION, by default the newest.

    Example:

        mithaq db upgrade
    """
    from models.migrations import upgrade as run

    done = run(database, revision)
    for each in done:
        click.echo(f"up to {each}")
    if not done:
        click.echo(f"{database} is at {revisions()[-1] if revision == 'head' else revision} already")


@db.command()
@click.argument("revision")
@pass_database
def downgrade(database: Database, revision: str) -> None:
    """Take the database down to REVISION, or to `base`.

    Example:

        mithaq db downgrade 0007
    """
    from models.migrations import downgrade as run

    done = run(database, revision)
    for each in done:
        click.echo(f"down from {each}")
    if not done:
        click.echo(f"{database} is at {revision} already")


@db.command()
@pass_database
def current(database: Database) -> None:
    """Print the revision of the database.

    Example:

        mithaq db current
    """
    with database.open_read_only() as reader:
        revision = reader.revision()
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
    """Verify the file, the schema, and the rules that no constraint can hold.

    Example:

        mithaq db check
    """
    from models.checks import check as run

    failed = 0
    for name, offenders in run(database):
        click.echo(f"{'failed' if offenders else 'ok':<7} {name}")
        for offender in offenders[:SHOWN_OFFENDERS]:
            click.echo(f"        {offender}")
        if len(offenders) > SHOWN_OFFENDERS:
            click.echo(f"        … and {len(offenders) - SHOWN_OFFENDERS:,} more")
        failed += bool(offenders)
    if failed:
        raise MithaqError(f"{failed} of the checks failed; load again with: mithaq seed load")


@db.command()
@pass_database
def path(database: Database) -> None:
    """Print where the database is, for use by other programs.

    Example:

        sqlite3 "$(mithaq db path)"
    """
    click.echo(str(database))


@db.command()
@pass_database
def info(database: Database) -> None:
    """Describe the database: engine, revision, collections, last load.

    Example:

        mithaq db info
    """
    from models.description import describe

    for label, value in describe(database):
        click.echo(f"{label:<14} {value}")
