"""Run SQL on a database of either engine as another program would, without Mithaq."""

import sqlite3

import psycopg

from models.storage.database import Database


def run(database: Database, *statements: str) -> None:
    """Run statements as another program would."""
    if database.path:
        with sqlite3.connect(database.path) as connection:
            for statement in statements:
                connection.execute(statement.strip())
        connection.close()
        return
    with psycopg.connect(database.url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def run_script(database: Database, script: str) -> None:
    """Run printed SQL as an administrator would."""
    if database.path:
        with sqlite3.connect(database.path) as connection:
            connection.executescript(script)
        connection.close()
        return
    run(database, script)
