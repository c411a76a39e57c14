"""Datasette with the files of `mithaq export DIR --as datasette`, as the command says to start it.

MITHAQ_DATASETTE names the program of another version; `make test-datasette` runs these tests with 1.0.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cli import main
from models.storage.database import Database
from reports.dictionary import VIEWS
from tests.conftest import Databases

PROGRAM = os.environ.get("MITHAQ_DATASETTE") or str(Path(sys.executable).with_name("datasette"))
RUNNING = re.compile(r"running on (http://[\d.:]+)")


@pytest.fixture(scope="module")
def server(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the shipped data."""
    database = sqlite_databases.loaded()
    folder = tmp_path_factory.mktemp("served") / "files"
    result = CliRunner().invoke(main, ["--database", database.url, "export", str(folder), "--as", "datasette"])
    assert result.exit_code == 0, result.output
    command = result.output.partition("datasette serve")[2].partition("\n\n")[0]
    arguments = re.sub(r"\\\n", " ", command).partition("\n")[0].split()
    config = ["--config", str(folder / "datasette.json")] if _is_newest() else []
    started = subprocess.Popen(
        [PROGRAM, "serve", *arguments, *config, "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert started.stderr
    lines = iter(started.stderr.readline, "")
    address = next((found[1] for line in lines if (found := RUNNING.search(line))), None)
    assert address, "the server did not start"
    yield f"{address}/{database.path.stem if database.path else ''}"
    started.terminate()
    started.communicate()


def _is_newest() -> bool:
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    return " 1." in version


def get(address: str) -> str:
    with urlopen(address, timeout=30) as response:
        return str(response.read().decode("utf-8"))


def ask(server: str, query: str, **values: str) -> list[dict[str, Any]]:
    """Return the rows of a query of the server."""
    found = json.loads(get(f"{server}/{query}.json?" + urlencode({"_shape": "array", **values})))
    assert isinstance(found, list), found
    return found


def test_views_open_with_arabic_text_and_links(server: str) -> None:
    """The page of a view has its title, the style sheet, Arabic marked as Arabic, and IDs that lead to a record."""
    page, name = get(f"{server}/v_agreement"), server.rpartition("/")[2]
    assert '<bdi lang="ar" dir="auto">' in page and "مذكرة" in page
    assert "الاتفاقات" in page and "/static/mithaq.css" in page
    assert f'<a href="/{name}/show?slug=almaty-startup-mou-2025">almaty-startup-mou-2025</a>' in page
    assert f'<a href="/{name}/of_country?code=UZ">UZ</a>' in page
    assert "unicode-bidi" in get(f"{server.rpartition('/')[0]}/static/mithaq.css")
    assert "MIT License" in get(server)


def test_only_views_are_shown(server: str) -> None:
    """The list of the database has the views alone; what is behind them is denied, also by name."""
    listed = json.loads(get(f"{server}.json"))
    assert not [table["name"] for table in listed["tables"] if not table["hidden"]]
    assert {view["name"] for view in listed["views"]} == {view.name for view in VIEWS}
    for name in ("article_text", "fact", "fact_item"):
        with pytest.raises(HTTPError, match="403"):
            get(f"{server}/{name}.json")


def test_queries_answer(server: str) -> None:
    """Search finds words however they are spelled, a record has what refers to it, and the other queries have rows."""
    found = {row["slug"] for row in ask(server, "find", words="اوزبكستان ذكاء")}
    assert "almaty-startup-mou-2025" in found
    assert {row["slug"] for row in ask(server, "find", words="أُوزبكستان  للذكاء")} == found
    assert ask(server, "find", words='" ( *') == []
    parts = {row["part"] for row in ask(server, "show", slug="almaty-startup-mou-2025")}
    assert {"record", "party", "milestone", "sector", "citation"} <= parts
    assert ask(server, "pair", country="uz", other="CN") and not ask(server, "pair", country="UZ", other="FR")
    assert 0 < len(ask(server, "timeline", country="DZ")) < len(ask(server, "timeline", country=""))
    assert ask(server, "stale") and ask(server, "partners") and ask(server, "of_country", code="UZ")
    page = get(f"{server}/show?slug=uzbekistan")
    assert ">show</a>" in page and "أوزبكستان" in page


def test_who_may_not_be_served(loaded: Database, tmp_path: Path) -> None:
    """With a text attached a note says how to remove it; a database of PostgreSQL is refused."""
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO article_text (article, text) SELECT min(id), 'x' FROM article"))
    engine.dispose()
    result = CliRunner().invoke(main, ["--database", loaded.url, "export", str(tmp_path / "out"), "--as", "datasette"])
    if loaded.path:
        assert result.exit_code == 0 and "mithaq article detach --all" in result.stderr
    else:
        assert result.exit_code == 1 and "SQLite files only" in result.stderr
