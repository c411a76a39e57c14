"""Promises of starting a migration: a number, a script that the runner finds, and a copy of today's views."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import MithaqError
from models.migrating.new_revision import next_id
from models.revisions import revisions, views
from tests.conftest import Databases
from tests.paths import CHECKOUT

# From here on every revision has a copy of all views.
FIRST_WITH_ALL = "0012_keep_state_and_counts"
COLUMN = "    part_of: Mapped[int | None]"


@pytest.fixture
def checkout(tmp_path: Path, sqlite_databases: Databases) -> Path:
    """A copy of what a migration is made of, in which the model of agreements has one more column, and a database."""
    newest = sqlite_databases.migrated().path
    assert newest
    shutil.copyfile(newest, tmp_path / "mithaq.db")
    for name in ("alembic", "models", "alembic.ini"):
        source = CHECKOUT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, tmp_path / name)
    model = tmp_path / "models" / "cooperation.py"
    text = model.read_text("utf-8")
    model.write_text(text.replace(COLUMN, "    number: Mapped[str | None]\n" + COLUMN, 1), "utf-8")
    views_today = tmp_path / "models" / "views.sql"
    views_today.write_text(
        views_today.read_text("utf-8").replace("w.slug AS part_of,", "w.slug AS part_of, a.number,", 1)
    )
    return tmp_path


def run(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=checkout, capture_output=True, text=True, env={"PYTHONPATH": "."}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def found(checkout: Path) -> str:
    """The newest revision that the runner of the checkout finds, and what the database check says at it."""
    program = (
        "from models.storage.database import Database; from models.migrating.migrations import downgrade, upgrade;"
        "from models.revisions import revisions; from models.checking.schema_diff import schema_differences;"
        "database = Database.file('mithaq.db'); upgrade(database);"
        "print(revisions()[-1], schema_differences(database));"
        "downgrade(database, revisions()[-2]); print(upgrade(database))"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "."},
    ).stdout


def test_make_revision_starts_a_migration(checkout: Path) -> None:
    """It numbers the revision, writes what differs in the models, copies the views, and runs up and down at once.

    With the name of the newest revision it leaves the script, and freezes the views as they have become.
    """
    wanted = next_id("add_number")
    views_copy = f"alembic/versions/{wanted[:4]}_views.sql"
    printed = run(checkout, "models.migrating.new_revision", "add_number").splitlines()
    assert printed == [f"alembic/versions/{wanted}.py", views_copy]
    script = checkout / printed[0]
    before = script.read_text("utf-8")
    assert 'op.add_column("agreement"' in before.replace("'", '"')
    assert found(checkout).splitlines() == [f"{wanted} []", f"['{wanted}']"]
    today = checkout / "models" / "views.sql"
    today.write_text(today.read_text("utf-8") + "\nCREATE VIEW v_new AS\nSELECT 1 AS one;\n", "utf-8")
    assert run(checkout, "models.migrating.new_revision", "add_number").splitlines() == [views_copy]
    assert (checkout / views_copy).read_bytes() == today.read_bytes()
    assert script.read_text("utf-8") == before


def test_alembic_itself_makes_a_revision_that_is_found(checkout: Path) -> None:
    """`alembic revision --autogenerate -m "add number"` numbers and copies too."""
    run(checkout, "alembic", "revision", "--autogenerate", "-m", "add number")
    assert found(checkout).splitlines()[0] == f"{next_id('add_number')} []"


@pytest.mark.parametrize(("name", "message"), [("", "needs a name"), ("?", "needs a name"), ("add " * 9, "shorten")])
def test_a_name_that_does_not_serve_is_refused(name: str, message: str) -> None:
    """A revision has a name, and one that its table can hold."""
    with pytest.raises(MithaqError, match=message):
        next_id(name)


def test_the_views_of_today_are_those_of_the_newest_revision() -> None:
    """`models/views.sql` is, byte for byte, what the newest revision creates; else run make revision again."""
    today = (CHECKOUT / "models" / "views.sql").read_bytes()
    copies = sorted((CHECKOUT / "alembic" / "versions").glob("*_views.sql"))
    assert copies[-1].read_bytes() == today, "run: make revision NAME=… with the name of the newest revision"
    numbers = [revision[:4] for revision in revisions() if revision >= FIRST_WITH_ALL]
    assert {path.name[:4] for path in copies if path.name >= FIRST_WITH_ALL[:4]} <= {*numbers}
    assert list(views())[:2] == ["fact_item", "v_article"]
