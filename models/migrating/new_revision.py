"""Start a migration: number it, write the differences between the models and the newest revision, copy today's views.

`make revision NAME=add_something` calls this module; Alembic's own `alembic revision` uses its functions through
`alembic/env.py`. Only for a checkout.
"""

from __future__ import annotations

import re
import sys
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import MithaqError
from models.revisions import revisions, scripts_folder

if TYPE_CHECKING:
    from alembic.operations import MigrationScript

# `alembic_version` cannot hold a longer ID.
LONGEST = 32
VIEWS = Path(__file__).parent.parent / "views.sql"


def next_id(name: str) -> str:
    """Return the ID of the next revision: its number and its name in lower case, joined by underscores.

    Raises:
        MithaqError: the name has no letter or digit, or is too long.
    """
    slug = re.sub(r"\W+", "_", name.casefold()).strip("_")
    revision = f"{int(revisions()[-1].partition('_')[0]) + 1:04}_{slug}"
    if not slug:
        raise MithaqError("a revision needs a name that says what it does: make revision NAME=add_something")
    if len(revision) > LONGEST:
        raise MithaqError(f"{revision!r} has {len(revision)} characters; shorten the name to at most {LONGEST - 5}")
    return revision


def number(script: MigrationScript) -> None:
    """Give a script that Alembic is about to write its ID, which is also the name of its file."""
    script.rev_id = next_id(script.message or "change")


def copy_views(script: Path) -> Path:
    """Freeze today's views beside a revision's script; return the copy."""
    copy = script.with_name(f"{script.name.partition('_')[0]}_views.sql")
    copy.write_bytes(VIEWS.read_bytes())
    return copy


def start(name: str) -> list[Path]:
    """Write a revision's script and its copy of the views; if the newest revision has that name, only copy the views.

    Returns:
        The files written.

    Raises:
        MithaqError: the name has no letter or digit, or is too long.
    """
    newest = Path(scripts_folder(), "versions", f"{revisions()[-1]}.py")
    if newest.stem.partition("_")[2] == next_id(name).partition("_")[2]:
        return [copy_views(newest)]
    script = _generate(name)
    return [script, script.with_name(f"{script.name.partition('_')[0]}_views.sql")]


def _generate(name: str) -> Path:
    """Let Alembic compare the models with a database in memory at the newest revision, and write the difference."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    # On SQLite no index on an expression is compared; a test compares them.
    warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
    config = Config(Path(scripts_folder()).with_name("alembic.ini"))
    # Alembic prints what it does; `main` prints the files.
    with create_engine("sqlite://").connect() as connection, redirect_stdout(StringIO()):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        script = command.revision(config, name.replace("_", " ").strip().capitalize(), autogenerate=True)
    assert script is not None and not isinstance(script, list)
    return Path(script.path)


def main() -> None:
    """Write the revision that the command line names."""
    try:
        written = start(" ".join(sys.argv[1:]))
    except MithaqError as error:
        sys.exit(f"Error: {error}")
    for path in written:
        print(path.relative_to(Path(scripts_folder()).parent))


if __name__ == "__main__":
    main()
