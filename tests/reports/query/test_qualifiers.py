"""A row is shown with all that qualifies it: former, capacity, outlook, qualifier, and who says it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlglot
from click.testing import CliRunner
from sqlglot import exp

from cli import main
from models.storage.database import Database
from reports.catalogue.registry import NAMES, load
from reports.dictionary import VIEWS
from reports.dossiers import sections
from reports.query.report import Report
from reports.run_report import Style, filter_columns
from tests.conftest import Databases
from tests.reports.query.invented import load_invented

# What qualifies a row, and what qualifies a value of it: needed where the report has the value.
QUALIFYING = {"former", "capacity", "outlook", "statement", "mode", "attribution"}
OF_VALUES = {"value": "qualifier", "amount": "qualifier", "instruments": "instruments_qualifier"}
COLUMNS = {view.name: {field.name for field in view.fields} for view in VIEWS}
# The rows of these are counts, which keep planned apart from done, or stages apart; and of changes, loads.
COUNTS = {"countries", "sectors", "matrix", "pairs", "network"}
LISTS = [name for name in NAMES if name not in COUNTS]
# What a report says in another column: a title that begins with "Former".
SAID_IN = {("people", "former"): "position_en"}
SECTIONS = [each for each in vars(sections).values() if isinstance(each, Report)]


def main_views(report: Report) -> set[str]:
    """Return the views whose rows the report prints: those after FROM, not those of its look-ups."""
    tree = sqlglot.parse_one(f"SELECT 1 FROM {report.source.replace('{filters}', '')}")
    found = set()
    for select in tree.find_all(exp.Select):
        # Neither look-ups nor what is counted.
        within = select.find_ancestor(exp.In, exp.Exists) or counts(select)
        source = select.args.get("from_") or select.args.get("from")
        if not within and source is not None and isinstance(source.this, exp.Table):
            found.add(source.this.name)
    return found


def counts(select: exp.Select | None) -> bool:
    """Return whether the SELECT, or one around it, groups rows."""
    return select is not None and (bool(select.args.get("group")) or counts(select.find_ancestor(exp.Select)))


def qualifying(report: Report) -> set[str]:
    """Return the qualifying columns of these views."""
    return QUALIFYING & set().union(*(COLUMNS[view] for view in main_views(report) if view in COLUMNS))


@pytest.mark.parametrize("name", LISTS)
def test_a_report_drops_no_qualifying_column(name: str) -> None:
    """Data formats have every qualifying column of the view that the rows are from, and a drawn table shows it."""
    report = load(name)
    assert_shown(report)


@pytest.mark.parametrize("report", SECTIONS, ids=lambda report: report.name)
def test_a_section_drops_no_qualifying_column(report: Report) -> None:
    """The sections of `show` keep them too."""
    assert_shown(report)


def assert_shown(report: Report) -> None:
    drawn = {column.name for column in filter_columns(report.columns, Style())}
    known = {column.name for column in report.columns}
    # The value of an identifier is no quantity.
    of_values = {OF_VALUES[name] for name in known & OF_VALUES.keys() if report.name != "identifiers"}
    for column in qualifying(report) | of_values:
        said = SAID_IN.get((report.name, column), column)
        assert column in known or said in known, f"{report.name}: {column} is in no format"
        # A claim is named by its identifier in data, and by who makes it when drawn.
        assert said in drawn or column == "statement", f"{report.name}: {column} is not drawn"


def test_the_rule_sees_what_is_dropped() -> None:
    """A report without such a column fails the rule."""
    report = load("events")
    without = report._replace(columns=tuple(each for each in report.columns if each.name != "outlook"))
    with pytest.raises(AssertionError, match="outlook"):
        assert_shown(without)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_count_keeps_planned_apart(name: str) -> None:
    """Reports that count have a column of what is planned, or one of the stage, and say what they count."""
    for report in (load(name).variants or {"": load(name)}).values():
        assert {"planned", "stage"} & {column.name for column in report.columns} or "stage" in str(report.columns)
        assert report.remarks
        assert any(word in report.source for word in ("partner = 1", "v_partnership", "sector"))


@pytest.fixture(scope="module")
def invented(
    databases: Databases, migrated_template: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    made = databases.create(migrated_template)
    load_invented(made, tmp_path_factory.mktemp("invented"))
    yield made
    databases.remove(made)


def printed(database: Database, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--database", database.url, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def data(database: Database, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed(database, *arguments, "--format", "json"))
    return found


def test_a_former_office_is_called_so(invented: Database) -> None:
    """On the screen in both languages, and in a column of data, where silence is null."""
    people = {row["slug"]: row for row in data(invented, "report", "people")}
    assert (people["darwish"]["position_en"], people["darwish"]["former"]) == ("Former head", 1)
    assert people["darwish"]["position_ar"] == "رئيس سابقًا"
    assert people["unknown"]["position_en"] is None and people["unknown"]["former"] is None
    assert "Former head" in printed(invented, "report", "people")
    assert "رئيس سابقًا" in printed(invented, "report", "people", "--lang", "ar")
    assert "Former head" in printed(invented, "show", "darwish")


def test_the_newest_position_comes_first(invented: Database) -> None:
    """By date; and without dates, held before former before unsaid, and an office of somebody before a mere title."""
    people = {row["slug"]: row for row in data(invented, "report", "people")}
    assert (people["leader"]["position_en"], people["leader"]["holder"]) == ("Adviser", "park")
    shown = json.loads(printed(invented, "show", "leader", "--format", "json"))
    assert [row["title_en"] for row in shown["positions"]] == ["Adviser", "CEO", "President", "Commander"]


def test_a_claim_names_who_makes_it(invented: Database) -> None:
    """A relation that rests on a statement has its speakers, mode and attribution beside it, drawn and as data."""
    claim = next(row for row in data(invented, "report", "relations") if row["type"] == "competes_with")
    assert (claim["statement"], claim["mode"], claim["attribution"]) == ("aim", "aim", "unnamed")
    assert claim["speakers"] == ["algeria:officials"]
    drawn = printed(invented, "report", "relations", "--type", "competes_with")
    assert "Algeria (officials)" in drawn and "Aim" in drawn
    assert "الجزائر (مسؤولون)" in printed(invented, "report", "relations", "--type", "competes_with", "--lang", "ar")
    assert "Algeria (officials)" in printed(invented, "show", "aim")


def test_a_party_has_its_capacity(invented: Database) -> None:
    """Companies that sign are not their country, in the list of parties of every format."""
    assert data(invented, "report", "agreements", "--type", "mou")[0]["parties"] == ["china:companies", "park", "works"]
    assert "China (companies)" in printed(invented, "report", "agreements", "--type", "mou")


def test_what_is_counted_is_said_below(invented: Database) -> None:
    """Done and planned are drawn apart, and a line under the table says what is counted, in both languages."""
    drawn = printed(invented, "report", "matrix", "--country", "UZ")
    assert "1 (+1)" in drawn and "Only cooperation between partners is counted. " in drawn
    assert "(+N) is the number planned." in drawn
    assert "لا يُحسب إلا التعاون بين الشركاء" in printed(invented, "report", "matrix", "--lang", "ar")
    without = (("country", "UZ"), ("report", "countries"), ("report", "matrix", "--limit", "5"))
    for page in (printed(invented, *arguments) for arguments in without):
        assert "Only cooperation between partners is counted." in " ".join(page.split()) and "(+N)" not in page
    assert "Only cooperation" not in printed(invented, "report", "matrix", "--format", "csv")


def test_a_war_is_no_cooperation(invented: Database) -> None:
    """Neither a war nor a weapon is counted, in the matrix, the network, the country's page or the overview."""
    assert [row["records"] for row in data(invented, "report", "matrix", "--country", "UA")] == []
    assert data(invented, "report", "network", "--country", "UA") == []
    assert "partners" not in json.loads(printed(invented, "country", "UA", "--format", "json"))
    assert "missile" not in json.dumps(data(invented, "report", "network"))
