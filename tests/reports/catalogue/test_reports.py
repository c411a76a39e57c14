"""Promises of reports: the rows a filter keeps, their order, and what is said of a value that matches nothing."""

import json
import os
import re
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import networkx
import pytest
from click.testing import CliRunner, Result

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from reports import run_report
from reports.catalogue import centrality
from reports.catalogue.centrality import betweenness, join_members
from reports.catalogue.registry import NAMES, load
from reports.display.collation import collate
from reports.query.lookup import find, find_country
from reports.query.report import BY_NAME
from tests.paths import CHECKOUT
from tests.seedfiles import load_folder, span, write_folder


def run(database: Database, *arguments: str) -> Result:
    """Run `mithaq report` with these arguments."""
    return CliRunner().invoke(main, ["--database", database.url, "report", *arguments])


def rows(database: Database, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a report, as its JSON has them."""
    result = run(database, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return list(json.loads(result.stdout))


def slugs(database: Database, *arguments: str) -> list[str]:
    """Return the slugs of a report's rows, in order."""
    return [row["slug"] for row in rows(database, *arguments)]


def test_the_newest_come_first_and_the_undated_last(sampled: Database) -> None:
    """Agreements are sorted by their first day, newest first, then by slug."""
    assert slugs(sampled, "agreements") == [
        "open-programme", "almaty-startup-mou-2025", "strategic-treaty-2024", "undated-draft", "yearless-plan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["UZ", "uz", "UZB", "uzbekistan", "Uzbekistan", "أوزبكستان", "أوزباكستان", "اوزباكستان"]
)
def test_a_country_has_many_names(sampled: Database, name: str) -> None:
    """A country is known by code, slug and names in both languages, and its organizations count as it."""
    assert slugs(sampled, "agreements", "--country", name) == ["open-programme", "almaty-startup-mou-2025"]


def test_a_sector_holds_what_is_narrower(sampled: Database) -> None:
    """A filter by energy finds what is classified as nuclear fuel."""
    assert slugs(sampled, "agreements", "--sector", "energy") == ["strategic-treaty-2024"]
    assert slugs(sampled, "agreements", "--sector", "nuclear fuel") == ["strategic-treaty-2024"]


@pytest.mark.parametrize(
    ("since", "kept"),
    [
        ("2024-05-31", {"open-programme", "almaty-startup-mou-2025", "strategic-treaty-2024"}),
        ("2024-06", {"open-programme", "almaty-startup-mou-2025"}),
        ("2030", {"open-programme"}),
    ],
)
def test_since_keeps_what_reaches_the_date(sampled: Database, since: str, kept: set[str]) -> None:
    """An open end reaches every date, and what has no known day passes no filter of dates."""
    assert set(slugs(sampled, "agreements", "--since", since)) == kept


def test_until_keeps_what_begins_by_the_date(sampled: Database) -> None:
    """The last day of the value counts: a month begun is a month kept."""
    assert slugs(sampled, "agreements", "--until", "2024-05") == ["strategic-treaty-2024"]
    assert slugs(sampled, "agreements", "--until", "2024-04") == []
    assert slugs(sampled, "events", "--until", "2024-01-24") == ["almaty-fair-2024"]


def test_what_has_no_date_is_counted(sampled: Database) -> None:
    """A filter of dates says how many rows it leaves out for want of one: under a table, or beside data."""
    assert run(sampled, "agreements", "--since", "2025").stdout.endswith(
        "\n2 rows without a known date are not shown.\n"
    )
    beside = run(sampled, "agreements", "--until", "2025", "--format", "csv")
    assert "2 rows without" in beside.stderr and "rows without" not in beside.stdout
    assert "without a known date" not in run(sampled, "agreements", "--since", "2025", "--country", "UZ").output


def test_filters_that_keep_nothing_say_so(sampled: Database) -> None:
    """An empty table says that it is the filters, and not the database, that leave nothing."""
    assert run(sampled, "agreements", "--country", "ZW").stdout == "Nothing matches these filters.\n"
    assert "Nothing matches" not in run(sampled, "agreements").stdout


def test_a_name_of_several_countries_asks(sampled: Database) -> None:
    """A name finds its one country; that of several names them; an unknown one suggests only what is near."""
    with sampled.read() as reader:
        assert find_country(reader, "الإمارات") == "AE"
        assert {find_country(reader, name) for name in ("America", "840", "٨٤٠", "\u200fأمر\u00adيكا")} == {"US"}
        assert find_country(reader, "the Republic of Uzbekistan") == "UZ"
        with pytest.raises(MithaqError, match=r"KP \(North Korea\), KR \(South Korea\)"):
            find_country(reader, "Korea")
        with pytest.raises(MithaqError) as error:
            find_country(reader, "Zyxwv")
    assert "did you mean" not in str(error.value)


def test_headers_name_columns(sampled: Database) -> None:
    """A column is also known by its header in the language chosen."""
    assert run(sampled, "agreements", "--columns", "Name,stage").stdout.split()[:2] == ["Name", "Stage"]
    assert run(sampled, "agreements", "--columns", "name,stage", "--lang", "ar").stdout.split()[0] == "الاسم"


def test_filters_are_joined_by_and(sampled: Database) -> None:
    """Each further filter keeps fewer rows."""
    assert slugs(sampled, "agreements", "--country", "UZ", "--sector", "digital") == ["almaty-startup-mou-2025"]
    assert slugs(sampled, "agreements", "--country", "UZ", "--sector", "energy") == []


KEPT = {
    ("--pair", "UZ", "CN"): {"open-programme"},
    ("--pair", "Algeria", "روسيا"): {"strategic-treaty-2024"},
    ("--organization", "it-park-uzbekistan"): {"almaty-startup-mou-2025"},
    ("--organization", "آي تي بارك"): {"almaty-startup-mou-2025"},
    ("--organization", "it-park"): {"almaty-startup-mou-2025"},
    ("--stage", "signed"): {"almaty-startup-mou-2025", "strategic-treaty-2024"},
    ("--min-stage", "Signed"): {"almaty-startup-mou-2025", "strategic-treaty-2024", "open-programme"},
    ("--type", "Memorandum of understanding"): {"almaty-startup-mou-2025"},
    ("--article", "sample-article"): {"almaty-startup-mou-2025", "strategic-treaty-2024"},
    ("--country", "UZ", "--sector", "digital", "--stage", "signed", "--since", "2025"): {"almaty-startup-mou-2025"},
}


@pytest.mark.parametrize("filters", KEPT)
def test_each_filter_keeps_what_it_says(sampled: Database, filters: tuple[str, ...]) -> None:
    """Filters keep the rows for which they hold, whatever the name a value is given by."""
    assert set(slugs(sampled, "agreements", *filters)) == KEPT[filters]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("statements", "--country", "DZ"), ["xi-aim"]),
        (("statements", "--country", "CN", "--type", "aim"), ["xi-aim"]),
        (("figures", "--country", "UZ", "--since", "2025-06"), ["mail-2025"]),
        (("figures", "--country", "UZ", "--since", "2025-07"), []),
        (("people", "--country", "CN"), ["xi-jinping"]),
        (("organizations", "--type", "company"), ["huawei"]),
        (("initiatives", "--pair", "CN", "UZ"), ["ai-lab"]),
        (("articles", "--country", "UZ"), []),
        (("events", "--until", "2024"), ["almaty-fair-2024"]),
        (("timeline", "--country", "KZ"), ["almaty-fair-2024", "almaty-startup-mou-2025", "almaty-startup-mou-2025"]),
    ],
)
def test_filters_mean_something_in_every_report(
    sampled: Database, arguments: tuple[str, ...], found: list[str]
) -> None:
    """Speakers, subjects, offices and periods are what the filters of other reports look at."""
    assert slugs(sampled, *arguments) == found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--country", "Uzbkistan"), "did you mean Uzbekistan"),
        (("--sector", "startup"), "did you mean startups?"),
        (("--organization", "hauwei"), "did you mean Huawei"),
        (("--organization", "Park"), "did you mean IT Park Uzbekistan"),
        (("--stage", "singed"), "did you mean Signed"),
        (("--type", "zzz"), "no agreement type is called"),
        (("--stage", "zzz"), "there are acceded, accepted, adopted, agreed, completed"),
        (("--min-stage", "lapsed"), "needs a ranked stage"),
        (("--pair", "UZ", "Uzbekistan"), "the same country"),
        (("--since", "../2025"), "has no first day"),
        (("--collection", "mine"), "no collection is called"),
    ],
)
def test_a_value_that_matches_nothing_names_the_nearest(
    sampled: Database, arguments: tuple[str, ...], said: str
) -> None:
    """A misspelt value fails with 1 and a suggestion, not with an empty table."""
    result = run(sampled, "agreements", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["agreements", "--since", "20255"],
        ["agreements", "--format", "grid2"],
        ["agreements", "--columns", "slug,nmae_en"],
        ["agreements", "--sort", "-dat"],
        ["agreements", "--limit", "many"],
        ["agreements", "--pair", "UZ"],
        ["matrix", "--by", "sector"],
        ["conflicts", "--sector", "ai"],
        ["agrements"],
    ],
)
def test_misuse_is_told_from_failure(sampled: Database, arguments: list[str]) -> None:
    """A malformed date, an unknown format, column, report or option fails with 2."""
    assert run(sampled, *arguments).exit_code == 2


def test_columns_sort_and_limit_compose(sampled: Database) -> None:
    """Columns come as they are named, rows as they are sorted, stages by their rank, nulls last, so many."""
    found = rows(sampled, "agreements", "--columns", "stage,slug", "--sort", "-stage", "--limit", "2")
    assert [list(row.items()) for row in found] == [
        [("stage", "operating"), ("slug", "open-programme")],
        [("stage", "signed"), ("slug", "almaty-startup-mou-2025")],
    ]
    by_value = slugs(sampled, "agreements", "--sort", "value", "--columns", "slug")
    assert by_value[0] == "strategic-treaty-2024" and len(by_value) == 5
    assert slugs(sampled, "agreements", "--limit", "0") == []


def test_a_drawn_table_has_an_end(sampled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many rows it is cut and says so; data and what is asked for come whole."""
    monkeypatch.setattr(run_report, "MAX_DRAWN_ROWS", 3)
    drawn = run(sampled, "agreements").stdout
    assert "strategic-treaty-2024" in drawn and "undated-draft" not in drawn
    assert "Showing the first 3 rows" in drawn
    whole = run(sampled, "agreements", "--limit", "5").stdout
    assert "yearless-plan" in whole and "Showing the first" not in whole
    assert len(rows(sampled, "agreements")) == 5


def test_a_table_that_is_cut_keeps_its_other_remarks(sampled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that has no betweenness and is cut says both."""
    monkeypatch.setattr(run_report, "MAX_DRAWN_ROWS", 1)
    monkeypatch.setattr(centrality, "AFFORDABLE", 1)
    drawn = run(sampled, "network").stdout
    assert "Betweenness is left out" in drawn and "Showing the first 1 rows" in drawn


def test_a_network_of_too_many_pairs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of thousands of parties is refused at once; above a thousand, betweenness alone is left out."""
    parties = [f"party-{number}" for number in range(2_500)]
    with pytest.raises(MithaqError, match=r"more than 2,000,000 pairs of parties.*narrow them by a filter"):
        join_members([[(parties, 1.0)]])
    halves = [[(parties[start : start + 1_500], 1.0)] for start in (0, 1_000)]
    with pytest.raises(MithaqError, match="narrow them by a filter"):
        join_members([*halves, *halves])
    few = join_members([[(parties[:3], 1.0)]])
    assert betweenness(few) is not None
    monkeypatch.setattr(centrality, "MOST_FOLLOWED", 2)
    assert betweenness(few) is None


def test_a_language_chooses_the_columns_of_names(sampled: Database) -> None:
    """English shows the English name, Arabic the Arabic one, and data come in both unless told."""
    assert "name_ar" not in rows(sampled, "agreements", "--lang", "en")[0]
    assert "name_en" not in rows(sampled, "agreements", "--lang", "ar")[0]
    assert {"name_en", "name_ar"} <= rows(sampled, "agreements")[0].keys()


def test_codes_in_data_are_labels_when_drawn(sampled: Database) -> None:
    """Data hold codes; a drawn table says them in the language chosen."""
    assert rows(sampled, "agreements", "--lang", "ar")[1]["stage"] == "signed"
    assert "Memorandum of understanding" in run(sampled, "agreements").stdout
    arabic = run(sampled, "agreements", "--lang", "ar").stdout
    assert "مذكرة تفاهم" in arabic and "المرحلة" in arabic and "الجزائر؛ روسيا" in arabic


def test_the_printed_select_gives_the_same_rows(sampled: Database) -> None:
    """`--sql` prints a SELECT that any tool can run, parameters and all."""
    arguments = ["agreements", "--country", "UZ", "--sector", "startups", "--since", "2025", "--lang", "en"]
    printed = run(sampled, *arguments, "--format", "json", "--sql").stdout
    with sampled.read() as reader:
        names, found = reader.select(printed)
        expected = rows(sampled, *arguments)
        assert [row[names.index("slug")] for row in found] == [row["slug"] for row in expected] != []


@pytest.mark.parametrize("name", NAMES)
def test_each_report_prints_in_both_languages(sampled: Database, name: str) -> None:
    """Every report has rows in the sample, and draws them in each language."""
    assert rows(sampled, name)
    english, arabic = (run(sampled, name, "--lang", lang) for lang in ("en", "ar"))
    assert english.exit_code == arabic.exit_code == run(sampled, name, "--lang", "both").exit_code == 0
    assert not re.search("[\u0600-\u06ff]", english.stdout.splitlines()[0])
    assert re.search("[\u0600-\u06ff]", arabic.stdout.splitlines()[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_report_without_rows_is_a_success(migrated_template: Database, name: str) -> None:
    """On a database without facts, csv has its header and json an empty list."""
    header = run(migrated_template, name, "--format", "csv").stdout
    assert header == ",".join(f'"{column.name}"' for column in load(name).columns) + "\n"
    assert rows(migrated_template, name) == []
    assert run(migrated_template, name).exit_code == 0


def test_the_reports_are_listed_with_a_line_each() -> None:
    """`mithaq report` alone names every report and what it shows."""
    lines = CliRunner().invoke(main, ["report"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert all(load(name).line in line for name, line in zip(NAMES, lines, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_command_of_the_help(sampled: Database, name: str) -> None:
    """Each report's help shows an example, and the example runs."""
    example = load(name).example
    assert example in re.sub(r"\s+", " ", CliRunner().invoke(main, ["report", name, "--help"]).stdout)
    assert run(sampled, *example.split()[2:]).exit_code == 0


@pytest.mark.parametrize("name", NAMES)
def test_an_order_says_where_nulls_go(name: str) -> None:
    """Lists sorted downwards or by a date put nulls last, whatever the engine does unasked."""
    order = load(name).order
    assert all("NULLS LAST" in each for each in order if "DESC" in each or "date" in each or "rank" in each)


@pytest.mark.parametrize("name", ["organizations", "people"])
def test_a_list_of_names_is_in_their_order(loaded: Database, name: str) -> None:
    """Organizations and people come in the order of the names that are shown; in data, of the English ones."""
    for lang in ("en", "ar"):
        drawn = run(loaded, name, "--lang", lang, "--columns", f"name_{lang}").stdout
        shown = [line.strip() for line in drawn.splitlines()[2:]]
        assert len(shown) > 10 and shown == sorted(shown, key=collate if lang == "ar" else None)
        names = [row["name_en"] for row in rows(loaded, name, "--lang", lang, "--columns", "name_en")]
        assert names == sorted(names)
    countries = rows(loaded, name, "--sort", "country")
    keys = [(row["country"] is None, row["country"], row["name_en"]) for row in countries]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", NAMES)
def test_rows_never_change_places(sampled: Database, name: str) -> None:
    """No two rows of a report are equal in all that it sorts by."""
    report = load(name)
    order = (each.replace(BY_NAME, "name_en") for each in report.order)
    keys = ", ".join(re.sub(r"( ASC| DESC)?( NULLS (FIRST|LAST))?$", "", each) for each in order)
    source = re.sub(r"\{\w+\}", "", report.source)
    with sampled.read() as reader:
        found = reader.rows(f"SELECT {keys} FROM {source}")
    assert len({tuple(row) for row in found}) == len(found)


def test_counts_of_organizations_and_figures_are_those_of_the_views(sampled: Database) -> None:
    """Unfiltered, the reports that count agree with the contract views, which count more than cooperation elsewhere."""
    for report, view in (("countries", "v_country"), ("sectors", "v_sector")):
        found = {row["code"]: row for row in rows(sampled, report)}
        with sampled.read() as reader:
            names, stored = reader.select(f"SELECT * FROM {view}")
            for row in stored:
                counts = dict(zip(names, row, strict=True))
                mine = found.get(counts["code"], {})
                for kind in {"organizations", "figures"} & counts.keys():
                    assert mine.get(kind, 0) == counts[kind], (counts["code"], kind)
                for kind in ("agreements", "events", "initiatives"):
                    assert mine.get(kind, 0) <= counts[kind], (counts["code"], kind)
        assert all(any(isinstance(value, int) and value for value in row.values()) for row in found.values())


def test_counts_narrow_with_filters(sampled: Database) -> None:
    """Countries within a sector, and sectors within a country, count what both hold of."""
    assert [(row["code"], row["agreements"]) for row in rows(sampled, "countries", "--sector", "energy")] == [
        ("DZ", 1), ("RU", 1),
    ]  # fmt: skip
    assert {row["code"] for row in rows(sampled, "sectors", "--country", "RU")} == {"energy", "nuclear", "nuclear_fuel"}


def test_a_matrix_counts_records_by_two_things(sampled: Database) -> None:
    """Country and country both ways round, country and sector, sector and stage."""
    pairs = {(row["row_code"], row["column_code"]): row["records"] for row in rows(sampled, "matrix")}
    assert pairs["CN", "UZ"] == pairs["UZ", "CN"] == 2 and pairs["DZ", "RU"] == 1 and ("DZ", "UZ") not in pairs
    sectors = rows(sampled, "matrix", "--by", "country-sector", "--country", "RU")
    assert sectors == [{"row_code": "RU", "column_code": "nuclear_fuel", "records": 1, "planned": 0}]
    stages = rows(sampled, "matrix", "--by", "sector-stage", "--min-stage", "signed", "--since", "2025")
    assert stages == [{"row_code": "startups", "column_code": "signed", "records": 1}]


def test_a_cut_matrix_is_no_matrix(sampled: Database) -> None:
    """With a limit or another order the counts are listed: a pivot of some rows would be wrong."""
    assert run(sampled, "matrix").stdout.splitlines()[0].split() == ["Country", "UZ", "CN", "DZ", "KZ", "RU"]
    cut = run(sampled, "matrix", "--sort", "-records", "--limit", "1").stdout.splitlines()
    assert cut[0].split() == ["Country", "Partner", "Records", "Planned"]
    assert cut[2].split() == ["China", "Uzbekistan", "2", "0"]


def test_a_pair_has_one_row(sampled: Database) -> None:
    """Every two countries with agreements between them come once, with the number of these."""
    assert run(sampled, "pairs").stdout.splitlines()[0].split() == ["Country", "With", "Agreements", "Planned"]
    assert rows(sampled, "pairs", "--country", "UZ") == [
        {"country_a": "CN", "country_b": "UZ", "agreements": 1, "planned": 0},
        {"country_a": "KZ", "country_b": "UZ", "agreements": 1, "planned": 0},
    ]


def test_a_matrix_shows_the_first_rows(sampled: Database) -> None:
    """--top shows the countries with most records, in rows and columns alike, and says how many there are."""
    drawn = run(sampled, "matrix", "--top", "2").stdout.splitlines()
    assert [drawn[0].split(), drawn[2].split(), drawn[3].split()] == [
        ["Country", "UZ", "CN"],
        ["Uzbekistan", "2"],
        ["China", "2"],
    ]
    assert drawn[-1] == "Showing 2 of 5, those with most records; use --top 5 to show all."
    assert "Showing" not in run(sampled, "matrix", "--top", "5").stdout
    assert "Showing 2 of 5" in run(sampled, "matrix", "--top", "2", "--format", "csv").stderr


def test_time_has_one_column(sampled: Database) -> None:
    """Milestones and events stand in the order of their first day, the yearless last."""
    found = [(row["date"], row["slug"], row["step"]) for row in rows(sampled, "timeline")]
    assert found == [
        ("2023", "undated-draft", "signed"),
        ("2024-01-24/2024-01-25", "almaty-fair-2024", "exhibition"),
        ("2024-05", "strategic-treaty-2024", "signed"),
        ("2025-01", "almaty-startup-mou-2025", "signed"),
        ("2025-03-29", "almaty-startup-mou-2025", "signed"),
        ("2025-07/..", "open-programme", "operating"),
        ("2025-09", "mission-2025", "business_mission"),
        ("XXXX-11", "yearless-plan", "agreed"),
    ]


def test_gaps_are_named(sampled: Database) -> None:
    """Each gap of each record is a row, and what is complete is in none."""
    found = {(row["gap"], row["slug"]) for row in rows(sampled, "gaps")}
    assert {
        ("no_date", "undated-draft"),
        ("no_milestone", "ai-lab"),
        ("no_parties", "yearless-plan"),
        ("no_sector", "open-programme"),
        ("no_place", "mission-2025"),
        ("no_position", "nobody-special"),
        ("no_country", "stateless-lab"),
        ("no_publication_date", "sample-article"),
        ("one_citation", "strategic-treaty-2024"),
    } <= found
    assert not {gap for gap, slug in found if slug in ("almaty-startup-mou-2025", "sco", "almaty-fair-2024")}


def test_what_is_stale_depends_on_the_day(sampled: Database) -> None:
    """Planned and past, with nothing known since, on the day looked back from."""
    assert slugs(sampled, "stale", "--as-of", "2025-10-01") == ["undated-draft", "mission-2025"]
    assert slugs(sampled, "stale", "--as-of", "2025-09-30") == ["undated-draft"]
    assert slugs(sampled, "stale", "--as-of", "2023-06") == []
    assert slugs(sampled, "stale") == ["undated-draft", "mission-2025"]


def test_what_is_planned_without_a_date_is_stale_with_its_whole(loaded_template: Database) -> None:
    """Sessions of an event that is past, and the signature awaited after a dated agreement, are listed with it."""
    found = {row["slug"]: row for row in rows(loaded_template, "stale", "--as-of", "2026-01-01")}
    session = found["algeria-russia-b2b-session-2025"]
    assert (session["date"], session["past"]) == (None, "2025-09-28")
    draft = found["uzbekistan-caict-mou-draft-2024"]
    assert (draft["stage"], draft["outlook"]) == ("signed", "planned")


def test_conflicts_show_both_values(sampled: Database) -> None:
    """The stored value and the source's stand side by side."""
    (row,) = rows(sampled, "conflicts", "--country", "UZ")
    assert (row["field"], row["stored"], row["reading"]) == ("type", "mou", "agreement")
    assert rows(sampled, "conflicts", "--country", "RU") == []


def test_changes_come_newest_first(sampled: Database) -> None:
    """The log is read backwards."""
    assert [row["id"] for row in rows(sampled, "changes")] == [2, 1]


def test_the_network_counts_partners(sampled: Database) -> None:
    """A party's partners are those with whom it shares a record, and their countries but its own."""
    found = {row["slug"]: row for row in rows(sampled, "network")}
    park = found["it-park-uzbekistan"]
    assert (park["records"], park["degree"], park["betweenness"]) == (2, 3, 0.0333)


def test_betweenness_is_that_of_networkx() -> None:
    """Our few lines of Brandes' algorithm agree with the library that everybody trusts, also on weights."""
    weights = Random(7)
    for graph in (networkx.karate_club_graph(), networkx.path_graph(7), networkx.gnp_random_graph(60, 0.4, seed=7)):
        mine: dict[str, dict[str, float]] = {str(node): {} for node in graph}
        for one, other in graph.edges():
            weight = weights.choice((1, 1.5, 2, 1 / 3, 1 / 199, 40))
            graph.edges[one, other]["length"] = round(centrality.UNIT / weight)
            mine[str(one)][str(other)] = mine[str(other)][str(one)] = weight
        theirs = networkx.betweenness_centrality(graph, weight="length")
        assert betweenness(mine) == pytest.approx({str(node): score for node, score in theirs.items()})


def test_a_record_gives_each_pair_a_share() -> None:
    """A pair that is in several parts of a whole counts once, with the greatest share."""
    graph = join_members([[(("a", "b", "c"), 0.5)], [(("a", "b"), 1.0), (("a", "b", "c"), 0.5)], [(("d",), 1.0)]])
    assert graph == {"a": {"b": 1.5, "c": 1.0}, "b": {"a": 1.5, "c": 1.0}, "c": {"a": 1.0, "b": 1.0}, "d": {}}


def test_betweenness_of_too_large_a_graph_is_left_out(sampled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where following all paths would take long, nothing is estimated: the order is by weight, as it says."""
    assert "left out" not in run(sampled, "network").output
    monkeypatch.setattr(centrality, "AFFORDABLE", 1)
    assert re.search(r"Betweenness is left out: \d+ parties have too many ties", run(sampled, "network").stdout)
    assert "left out" in run(sampled, "network", "--format", "csv").stderr
    found = rows(sampled, "network")
    assert {row["betweenness"] for row in found} == {None}
    assert [row["weight"] for row in found] == sorted((row["weight"] for row in found), reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_facts_print(loaded_template: Database, name: str) -> None:
    """Every report prints the shipped data in both languages, drawn and as data; no data set comes with them."""
    for lang in ("en", "ar"):
        assert run(loaded_template, name, "--lang", lang).exit_code == 0
    assert bool(rows(loaded_template, name)) == (name != "datasets")


def test_output_is_written_whole_or_not_at_all(sampled: Database, tmp_path: Path) -> None:
    """A file is replaced at once, no part stays behind, and a failure leaves the old file."""
    target = tmp_path / "agreements.csv"
    target.write_text("old")
    assert run(sampled, "agreements", "--country", "Nowhere", "--output", str(target)).exit_code == 1
    assert target.read_text() == "old"
    assert run(sampled, "agreements", "--format", "csv", "--output", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b'"slug","name_en","name_ar",')
    assert list(tmp_path.iterdir()) == [target]


def test_a_replaced_output_keeps_its_mode(sampled: Database, tmp_path: Path) -> None:
    """Who kept a file to themselves keeps the next one too; a new file is as open as others."""
    target = tmp_path / "agreements.csv"
    for mode in (0o600, 0o664, 0o444):
        target.touch()
        target.chmod(mode)
        assert run(sampled, "agreements", "--output", str(target)).exit_code == 0
        assert stat.S_IMODE(target.stat().st_mode) == mode
    (tmp_path / "other").touch()
    assert run(sampled, "agreements", "--output", str(tmp_path / "new.csv")).exit_code == 0
    assert (tmp_path / "new.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_directory_is_no_output(sampled: Database, tmp_path: Path) -> None:
    """Writing onto a directory, or into one that is not there, is refused in a sentence."""
    (tmp_path / "file").touch()
    for target in (tmp_path, tmp_path / "missing" / "file.csv", tmp_path / "file" / "file.csv"):
        result = run(sampled, "agreements", "--output", str(target))
        assert result.exit_code == 1 and str(target) in result.stderr
    assert "name a file inside it" in run(sampled, "agreements", "--output", str(tmp_path)).stderr


def test_suggestions_obey_no_terminal() -> None:
    """A name that holds escape characters is suggested without them."""
    with pytest.raises(MithaqError) as error:
        find("red lea", "record", [("a", "\x1b[31mred leaf")])
    assert "red leaf" in str(error.value) and "\x1b" not in str(error.value)


def test_a_device_is_written_to_and_stays_one(sampled: Database) -> None:
    """A regular file does not replace anything else."""
    assert run(sampled, "agreements", "--output", os.devnull).exit_code == 0
    assert not os.path.isfile(os.devnull)


def test_reading_imports_nothing_heavy(sampled: Database) -> None:
    """A report imports no SQLAlchemy, Alembic, YAML or edtf, and no tabulate where it draws nothing."""
    script = (
        "import sys; from click.testing import CliRunner; from cli import main;"
        "result = CliRunner().invoke(main, sys.argv[1:]); assert result.exit_code == 0, result.output;"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", script, "--database", sampled.url, "report", "agreements", "--country", "UZ"]
    drawn = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    data = subprocess.run(
        [*command, "--format", "csv"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    heavy = ("sqlalchemy", "alembic", "yaml", "babel", "edtf")
    assert not any(f"'{module}'" in drawn for module in heavy)
    assert not any(f"'{module}'" in data for module in (*heavy, "tabulate", "wcwidth"))


def test_an_article_is_of_the_countries_of_its_statements(loaded: Database, tmp_path: Path) -> None:
    """A country that an article names only in what a statement is about has that article in its list."""
    body = f"""\
statements:
  - slug: example-hope
    name: {{en: Hope for Lesotho, ar: أمل لليسوتو}}
    attribution: outlet
    mode: aim
    cite: [{span("met")}]
    about: [{{record: lesotho, cite: [{span("met")}]}}]
"""
    assert rows(loaded, "articles", "--country", "LS") == []
    load_folder(loaded, write_folder(tmp_path / "mine", body), "mine")
    assert [row["slug"] for row in rows(loaded, "articles", "--country", "LS")] == ["tashkent-meeting"]


def test_one_word_for_the_status_of_an_event(sampled: Database) -> None:
    """An event is held and a milestone done, in the timeline as in the lists of events and of milestones."""
    lines = run(sampled, "timeline", "--columns", "kind,outlook", "--format", "plain").stdout.splitlines()
    said = {tuple(line.split()) for line in lines}
    assert {("Event", "Held"), ("Agreement", "Done")} <= said and ("Event", "Done") not in said
    arabic = run(sampled, "timeline", "--columns", "kind,outlook", "--format", "plain", "--lang", "ar").stdout
    assert {"حدث", "عُقد"} in [set(line.split()) for line in arabic.splitlines()]


def test_the_overview_names_what_it_shows(sampled: Database) -> None:
    """Newest agreements have a stage, newest events a status, and the countries counted are those that cooperate."""
    sections = run(sampled, "overview").stdout.split("\n\n")
    heads = {title: table.split("\n")[0].split() for title, table in pairwise(sections)}
    assert "Stage" in heads["Newest agreements"] and "Status" not in heads["Newest agreements"]
    assert "Status" in heads["Newest events"] and "Stage" not in heads["Newest events"]
    counted = len(json.loads(run(sampled, "countries", "--format", "json").stdout))
    assert re.search(rf"^Country that cooperates +{counted} ", sections[1], re.MULTILINE)


def test_overdue_milestones_are_called_so(loaded_template: Database) -> None:
    """The stage in the list of overdue plans is that of the milestone, not that of the record."""
    head = run(loaded_template, "stale").stdout.splitlines()[0].split()
    assert "Milestone" in head and "Stage" not in head


def test_a_name_is_two_columns_in_both_languages(sampled: Database) -> None:
    """`--columns name` gives the name in each language that is drawn; `--sort name` sorts by the first."""
    given = ("people", "--columns", "name,country", "--sort", "name")
    head = run(sampled, *given, "--lang", "both").stdout.splitlines()[0]
    assert re.split("  +", head) == ["Name", "Arabic name", "Country"]
    assert list(rows(sampled, *given)[0]) == ["name_en", "name_ar", "country"]
    assert run(sampled, "people", "--columns", "name", "--lang", "en").stdout.split()[0] == "Name"


@pytest.mark.parametrize("name", ["relations", "conflicts", "pairs", "matrix"])
def test_a_report_of_one_language_says_so(sampled: Database, name: str) -> None:
    """A report whose names are labels has one language at a time, and says so where both are asked for."""
    remark = "This report has its names in one language at a time"
    assert remark in run(sampled, name, "--lang", "both").stdout
    assert remark not in run(sampled, name, "--lang", "ar").stdout
    assert remark not in run(sampled, name, "--format", "csv").output
    assert remark not in run(sampled, "agreements", "--lang", "both").stdout
