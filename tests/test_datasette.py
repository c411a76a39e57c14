"""Datasette with the files of docs/datasette, as docs/connect.md starts it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from datasette.app import Datasette

from models.storage.database import Database
from tests.conftest import Databases

FOLDER = Path(__file__).parents[1] / "docs" / "datasette"


@pytest.fixture(scope="module")
def database(sqlite_databases: Databases) -> Database:
    """The shipped data, for tests that only read."""
    return sqlite_databases.loaded()


def pages(database: Database, *paths: str) -> list[str]:
    """Return the pages at these paths, each of which must open."""

    async def visit() -> list[str]:
        datasette = Datasette(
            immutables=[str(database.path)],
            metadata=json.loads((FOLDER / "metadata.json").read_text("utf-8")),
            static_mounts=[("static", str(FOLDER / "static"))],
            plugins_dir=str(FOLDER / "plugins"),
        )
        await datasette.invoke_startup()
        found = [await datasette.client.get(path) for path in paths]
        assert [response.status_code for response in found] == [200] * len(paths)
        return [response.text for response in found]

    return asyncio.run(visit())


def test_a_view_opens_with_arabic_text(database: Database) -> None:
    """The page of a view has its title, the meaning of columns, the style sheet, and Arabic marked as Arabic."""
    page, style = pages(database, "/mithaq/v_agreement", "/static/rtl.css")
    assert '<bdi lang="ar" dir="auto">' in page and "مذكرة" in page
    assert "الاتفاقات" in page and "/static/rtl.css" in page
    assert "unicode-bidi" in style


def test_tables_behind_the_views_are_hidden(database: Database) -> None:
    """The list of the database shows the views, and the query `partners` has rows."""
    listed, partners = pages(database, "/mithaq.json", "/mithaq/partners.json")
    assert not [table["name"] for table in json.loads(listed)["tables"] if not table["hidden"]]
    assert "v_agreement" in {view["name"] for view in json.loads(listed)["views"]}
    assert json.loads(partners)["rows"]
