"""Promises of the SELECT of a report: views only, SQL that other engines run unchanged, and unambiguous columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlglot
from click.testing import CliRunner
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from cli import main
from models.derived.search_index import LABELS, SOURCES
from models.edtf_dates import parse_date
from models.revisions import views
from models.storage.database import Database, SqliteReader
from reports.catalogue.registry import NAMES, load
from reports.dictionary import VIEWS
from reports.query.bindings import bind
from reports.query.filters import Filter
from reports.query.report import FIRST, Query, Report, Selection, compose

COLUMNS = {view.name: {field.name for field in view.fields} for view in VIEWS}
VALUES: dict[str, Any] = {
    "country": "UZ",
    "pair": ("UZ", "CN"),
    "organization": "sco",
    "sector": "digital",
    "stage": "signed",
    "min_stage": "agreed",
    "since": parse_date("2024"),
    "until": parse_date("2026"),
    "article": "algeria-russia-five-secrets",
    "collection": "mithaq",
    "identifier": "unts:2107",
    "as_of": parse_date("2026-01-01"),
}
REPORTS = {
    " ".join((name, *variant)): report
    for name in NAMES
    for variant, report in {
        (): load(name),
        **{(f"--by {by}",): each for by, each in load(name).variants.items()},
        **{(f"--{switch}",): each for switch, each in load(name).switches.items()},
    }.items()
}
# Every report without filters, with each filter alone, and with all of them.
ASKED = [
    (name, options)
    for name, report in REPORTS.items()
    for options in dict.fromkeys(
        [(), *((each.option,) for each in report.filters), tuple(_.option for _ in report.filters)]
    )
]
# Single filters are tried on SQLite only: how a value is written in does not depend on the engine.
PASTED = [
    *(("sqlite", asked) for asked in ASKED),
    *(("postgresql", (name, options)) for name, options in ASKED if len(options) in (0, len(REPORTS[name].filters))),
]


def value_of(filter: Filter, database: Database) -> Any:
    """A value that the filter takes."""
    if filter.option != "type":
        return VALUES[filter.option]
    with database.read() as reader:
        return reader.value(f"SELECT min(code) FROM v_code WHERE vocabulary = '{filter.vocabulary}'")


def query_of(database: Database, report: Report, options: tuple[str, ...], selection: Selection) -> Query:
    """The report's SELECT with these filters."""
    values = {each.option: value_of(each, database) for each in report.filters if each.option in options}
    with database.read() as reader:
        return compose(report, report.columns, selection, bind(report.filters, values, reader))


@pytest.fixture(params=ASKED, ids=lambda asked: " ".join((asked[0], *asked[1])))
def asked(request: pytest.FixtureRequest) -> tuple[Report, tuple[str, ...]]:
    name, options = request.param
    return REPORTS[name], options


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_it_reads_views_in_portable_sql(loaded_template: Database, asked: tuple[Report, tuple[str, ...]]) -> None:
    """It names only `v_` views, and keeps the rules that make SQLite, PostgreSQL, DuckDB and Spark agree."""
    report, options = asked
    sorts = [sign + column.name for column in report.columns for sign in ("", "-") if not options]
    for sort in (None, *sorts):
        sql = query_of(loaded_template, report, options, Selection(sort=sort, limit=5)).literal()
        tree = sqlglot.parse_one(sql)
        assert tables_of(tree) <= COLUMNS.keys(), sql
        assert list(breaches(sql, tree)) == [], sql


@pytest.mark.parametrize(
    ("name", "options"), [each for each in ASKED if REPORTS[each[0]].limited or FIRST in REPORTS[each[0]].source]
)
def test_the_first_rows_are_those_of_the_whole(loaded_template: Database, name: str, options: tuple[str, ...]) -> None:
    """A report that finds its first rows before the others gives the same ones, also in another order."""
    report = REPORTS[name]
    for sort in (None, "-date", "name_en"):
        whole = query_of(loaded_template, report, options, Selection(sort=sort))
        with loaded_template.read() as reader:
            rows = reader.rows(whole.sql, whole.parameters)
            for limit in (0, 1, 7, len(rows) + 1):
                first = query_of(loaded_template, report, options, Selection(sort=sort, limit=limit))
                assert reader.rows(first.sql, first.parameters) == rows[:limit], (sort, limit)


def tables_of(tree: exp.Expr) -> set[str]:
    """Return the tables and views that a SELECT reads, without its own parts."""
    return {table.name for table in tree.find_all(exp.Table)} - {part.alias for part in tree.find_all(exp.CTE)}


def breaches(sql: str, tree: exp.Expr) -> Iterator[str]:
    """The parts of a SELECT that engines would understand differently."""
    nulls = [token for token in sqlglot.tokenize(sql) if token.text.upper() == "NULLS"]
    if len(nulls) != len(list(tree.find_all(exp.Ordered))):
        yield "an order that does not say where nulls come"
    for cast in tree.find_all(exp.Cast):
        if cast.to.sql() != "INT" and not (cast.to.is_type("varchar") and cast.to.expressions):
            yield cast.sql()
    for node in tree.walk():
        if isinstance(node, exp.Like) and not isinstance(node.this, exp.Lower):
            yield node.sql()
        if isinstance(node, exp.IntDiv | exp.ILike | exp.Glob | exp.SimilarTo):
            yield node.sql()
        if isinstance(node, exp.Div) and not any("." in number.name for number in node.right.find_all(exp.Literal)):
            yield node.sql()
        if isinstance(node, exp.Literal) and node.is_string and "\\" in node.this:
            yield node.sql()
        if isinstance(node, exp.Column | exp.Alias) and node.alias_or_name == "at":
            yield node.sql()


DOSSIERS = [
    # An agreement, an event with parts, an organization, a place, an article, a former ID.
    *(
        ["show", slug]
        for slug in (
            "almaty-startup-mou-2025",
            "it-park-uzbekistan",
            "almaty",
            "algeria-russia-five-secrets",
            "uzbekistan",
            "former-slug",
        )
    ),
    *(["country", "UZ"], ["pair", "UZ", "CN"], ["sector", "digital"]),
    ["report", "agreements", "--collection", "mithaq"],
]
SEARCHES = [["search", "memorandum"], ["search", "تفاهم", "--kind", "agreement"], ["search", "memorandun"]]
# What search may read beside views: the full-text index, which names records by ID, and the texts that it indexes.
INDEXED = {"search", *(table.split()[0] for table, _, _ in SOURCES), *(vocabulary for vocabulary, *_ in LABELS)}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", [*DOSSIERS, *SEARCHES], ids=" ".join)
def test_dossiers_and_search_read_views(loaded: Database, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement that they run names only views; those of search also the index and its texts."""
    rename(loaded, "almaty", "former-slug")
    statements: list[str] = []
    select = SqliteReader.select
    monkeypatch.setattr(
        SqliteReader, "select", lambda reader, sql, *more: statements.append(sql) or select(reader, sql, *more)
    )
    CliRunner().invoke(main, ["--database", loaded.url, *command], catch_exceptions=False)
    read = {
        name
        for sql in statements
        if "sqlite_master" not in sql and "alembic_version" not in sql
        for name in tables_of(sqlglot.parse_one(sql, dialect="sqlite"))
    }
    assert read
    assert read <= COLUMNS.keys() | (INDEXED if command[0] == "search" else set())


def rename(database: Database, slug: str, former: str) -> None:
    """Give a record a former ID."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO former_slug (slug, record) SELECT '{former}', id FROM record WHERE slug = '{slug}'"
        )
    engine.dispose()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM v_x ORDER BY a",
        "SELECT CAST(a AS TEXT) FROM v_x",
        "SELECT CAST(a AS VARCHAR) FROM v_x",
        "SELECT a FROM v_x WHERE a LIKE 'b%'",
        "SELECT a / 2 FROM v_x",
        "SELECT 'a\\b' FROM v_x",
        "SELECT at FROM v_x",
        "SELECT a AS at FROM v_x",
    ],
)
def test_a_breach_is_seen(sql: str) -> None:
    """The rules find what they are there for."""
    assert list(breaches(sql, sqlglot.parse_one(sql)))


@pytest.mark.parametrize(("databases", "asked"), PASTED, indirect=True, ids=str)
def test_it_gives_the_rows_of_the_report(loaded_template: Database, asked: tuple[Report, tuple[str, ...]]) -> None:
    """Pasted into any SQL tool, with its values written in, it gives what the report reads."""
    query = query_of(loaded_template, *asked, Selection())
    with loaded_template.read() as reader:
        assert reader.rows(query.literal()) == reader.rows(query.sql, query.parameters)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_every_column_is_of_one_source(loaded_template: Database, asked: tuple[Report, tuple[str, ...]]) -> None:
    """Where several sources are read, a column says of which it is; where one is, it has the column."""
    sql = query_of(loaded_template, *asked, Selection()).literal()
    for scope in traverse_scope(sqlglot.parse_one(sql)):
        for column in scope.find_all(exp.Column):
            assert column.table or belongs(column, scope), f"{column.sql()} in {scope.expression.sql()}"


def belongs(column: exp.Column, scope: Scope) -> bool:
    """Return whether an unqualified column is of its SELECT's only source, or a name that the SELECT itself gives."""
    if column.name in scope.expression.named_selects and column.find_ancestor(exp.Order):
        return True
    sources = [source for _, source in scope.selected_sources.values()]
    if len(sources) != 1:
        return False
    [source] = sources
    known = COLUMNS[source.name] if isinstance(source, exp.Table) else source.expression.named_selects
    return column.name in known


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_new_column_of_a_view_breaks_no_report(loaded: Database) -> None:
    """With every column that any view has added to every view, reports, dossiers and their rows are the same."""
    commands = [
        *(["report", *name.split(), *more] for name in REPORTS for more in options_of(name)),
        *(["show", slug] for slug in ("almaty-startup-mou-2025", "it-park-uzbekistan", "algeria-russia-five-secrets")),
        *(["country", "UZ"], ["pair", "UZ", "CN"], ["sector", "digital"]),
    ]
    before = [printed(loaded, command) for command in commands]
    widen(loaded)
    with loaded.read() as reader:
        assert reader.value("SELECT publisher FROM v_country LIMIT 1") == "added"
    assert [printed(loaded, command) for command in commands] == before


def options_of(name: str) -> Iterator[list[str]]:
    """No filter, and each of some."""
    yield []
    given = {"country": ["UZ"], "pair": ["UZ", "CN"], "sector": ["digital"], "organization": ["sco"], "since": ["2024"]}
    options = {each.option for each in REPORTS[name].filters}
    yield from ([f"--{option}", *values] for option, values in given.items() if option in options)


def printed(database: Database, command: list[str]) -> str:
    result = CliRunner().invoke(main, ["--database", database.url, *command, "--format", "json"])
    assert result.exit_code == 0, result.output
    return result.stdout


def widen(database: Database) -> None:
    """Add to each view a column of each name that another view has."""
    names = sorted(set().union(*COLUMNS.values()))
    engine = database.engine()
    with engine.begin() as connection:
        for view, statement in views().items():
            if view not in COLUMNS:
                continue
            added = ", ".join(f"'added' AS {name}" for name in names if name not in COLUMNS[view])
            connection.exec_driver_sql(f"DROP VIEW {view}")
            connection.exec_driver_sql(statement.replace(f"VIEW {view} ", f"VIEW narrow_{view} ", 1))
            connection.exec_driver_sql(f"CREATE VIEW {view} AS SELECT n.*, {added} FROM narrow_{view} n")
    engine.dispose()
