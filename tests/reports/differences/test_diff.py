"""`mithaq diff`: databases of either engine and any release, and seed folders, compared record by record."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner
from markdown_it import MarkdownIt

from cli import main
from models.kinds.records import KINDS
from models.storage.database import Database
from reports.differences.comparing import Change
from reports.differences.wording import Wording
from tests.conftest import Databases
from tests.outside import run
from tests.paths import DUMPS
from tests.releases import restore
from tests.seedfiles import AGREEMENT, load_folder, span, write_folder


def diff(*arguments: object) -> str:
    """Return what `mithaq diff` prints."""
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def test_equal_databases_have_no_differences(on_both: list[Database]) -> None:
    """Equal data in SQLite and in PostgreSQL are equal, and the output says so in either language."""
    sqlite, postgresql = (each.url for each in on_both)
    assert "No differences." in diff(sqlite, postgresql)
    assert "لا فروق." in diff(postgresql, sqlite, "--lang", "ar")
    data = json.loads(diff(sqlite, sqlite, "--format", "json"))
    assert data["records"] == data["only_in_old"] == data["only_in_new"] == []
    assert data["compared"]["v_relation"][:2] == ["item", "type"]


def test_differences_are_listed_by_record_and_field(databases: Databases, loaded: Database, tmp_path: Path) -> None:
    """Records, fields, links, names and counted citations: as text in both languages, Markdown and JSON."""
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    assert "No differences." in diff(loaded.url, folder)
    body = AGREEMENT.replace("value: 5000000", "value: 6000000").replace("type: mou", "type: treaty")
    body = body.replace("sector: telecommunications", "sector: digital").replace("example-telecom", "telecom-example")
    body = body.replace(f"[{span('a memorandum')}]", f"[{span('memorandum')}]")
    body += f"countries:\n  - extend: china\n    cite: [{span('China')}]\n"
    body += "    names: [{text: Cathay, language: en, form: alias}]\n"
    old = databases.create(loaded).url
    load_folder(loaded, write_folder(folder, body), "mine")
    shown = diff(old, loaded.url).splitlines()
    assert shown[2:6] == [
        "Countries: 0 added, 0 removed, 1 changed",
        "Organizations: 1 added, 1 removed, 0 changed",
        "Agreements: 0 added, 0 removed, 1 changed",
        "Citations: 4 added, 3 removed",
    ]
    agreement = shown[shown.index("~ example-mou-2025  Example memorandum") + 1 :][:7]
    assert agreement == [
        "    Type: Memorandum of understanding → Treaty",
        "    Value: 5,000,000 → 6,000,000",
        "    - Party: Example Telecom (example-telecom), Signatory",
        "    + Party: Example Telecom (telecom-example), Signatory",
        "    + Sector: Digital",
        "    - Sector: Telecommunications",
        "    Citations: 3 added, 3 removed",
    ]
    assert "    + name: Cathay (Alias)" in shown
    assert "- example-telecom  Example Telecom" in shown
    arabic = diff(old, loaded.url, "--lang", "ar")
    assert "~ example-mou-2025  مذكرة المثال\n    النوع: مذكرة تفاهم ← معاهدة" in arabic
    page = tmp_path / "changes.md"
    diff(old, loaded.url, "--output", page)
    assert "## Agreements\n\n- ~ **Example memorandum** `example-mou-2025`\n" in page.read_text("utf-8")
    html = MarkdownIt().render(page.read_text("utf-8"))
    assert "<li>+ <strong>Example Telecom</strong>" in html and "<li>- <strong>Example Telecom</strong>" in html
    assert "<li>+ Sector: Digital</li>" in html and "<li>- Sector: Telecommunications</li>" in html
    data = json.loads(diff(old, loaded.url, "--format", "json"))
    assert data["summary"]["organization"] == {"added": 1, "removed": 1, "changed": 0}
    [record] = [each for each in data["records"] if each["kind"] == "agreement"]
    assert record["changes"][1] | {"old": 0, "new": 0} == {
        **{"sign": "~", "part": "field", "kind": "agreement", "item": "", "field": "value", "old": 0, "new": 0},
    }


def test_a_release_is_compared_with_the_data_of_today(
    database: Database, on_both: list[Database], loaded_template: Database
) -> None:
    """A database of release 0.1.0 is read as it is, and the columns that it lacks are named."""
    restore(database, DUMPS / "0.1.0.jsonl")
    shown = diff(database.url, loaded_template.url)
    assert "\nStatements: " in shown
    assert "v_relation.statement" in shown[shown.index("Not compared, only in the new one") :]
    data = json.loads(diff(database.url, loaded_template.url, "--format", "json"))
    assert data["summary"]["agreement"]["added"] == 0
    assert "item" not in data["compared"]["v_participation"]
    changed = {each["slug"]: each for each in data["records"]}
    places = {(each["sign"], each["item"]) for each in changed["china-post-new-areas"]["changes"]}
    assert ("+", "participation:china-post:party:itself") in places
    assert_in_words(database.url, loaded_template.url)
    other = next(each for each in on_both if each.server != loaded_template.server)
    assert json.loads(diff(database.url, other.url, "--format", "json"))["records"] == data["records"]


def assert_in_words(old: str, new: str) -> None:
    """Links have the names of both ends and labels, values of fields names and dates in words, in both languages.

    What has words of the other direction turns nothing around it.
    """
    english = diff(old, new, "--format", "markdown").splitlines()
    for line in (
        "  - \\- Relation: Algeria – Cooperates with – Russia (Space)",
        "  - \\+ Party: Uzbekistan (people), Origin",
        "  - \\- Position: Russia, General, Former: No",
        "  - \\+ Milestone: In operation",
        "  - Part of: Luban Workshops → –",
        "  - Published: from May 2025 → May – December 2025",
        '  - \\+ name: <span dir="auto">بوتين</span> (Printed)',
        "  - English label: Outlet → The article itself",
    ):
        assert line in english, line
    arabic = diff(old, new, "--format", "markdown", "--lang", "ar").splitlines()
    for line in (
        "  - \\- علاقة: الجزائر – يتعاون مع – روسيا (الفضاء)",
        "  - تاريخ النشر: من مايو 2025 ← مايو – ديسمبر 2025",
        '  - التسمية بالإنجليزية: <span dir="auto">Outlet</span> ← <span dir="auto">The article itself</span>',
    ):
        assert line in arabic, line
    assert "    - علاقة: الصين – يدعم – روح شنغهاي" in diff(old, new, "--lang", "ar").splitlines()
    links = [line for line in english if re.match(r"  - \\[+-] (?!name)", line)]
    assert len(links) > 100 and not [line for line in links if re.search(r"_|:\S", line)]


def test_every_field_has_a_label_in_a_difference() -> None:
    """No field of a record or a link has the name of a sentence of the comparison."""
    for kind in KINDS.values():
        for column in (column for field in kind.fields for column in field.columns):
            change = Change("~", "field", kind.kind, "", column, "old", "new")
            for language in ("en", "ar"):
                assert Wording(language, {}, markdown=False)._label(change), (kind.kind, column)


def test_a_changed_kind_is_a_difference(databases: Databases, loaded: Database) -> None:
    """The kind of an organization is a field like any other."""
    old = databases.create(loaded).url
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE organization SET kind = 'academy' WHERE kind = 'university'")
    engine.dispose()
    assert "    Kind: University → Academy" in diff(old, loaded.url)
    assert "    النوع: جامعة ← أكاديمية" in diff(old, loaded.url, "--lang", "ar")


def test_nothing_in_the_data_is_obeyed_by_markdown(databases: Databases, loaded_template: Database) -> None:
    """Names, values and slugs with marks of Markdown are shown as they are."""
    name, slug = "&#42;~~R_D~~ _x_ <b> [a](b) `c` *d* | \\\\", "x`*y*`z"
    changed = databases.create(loaded_template)
    run(changed, f"UPDATE record SET name_en = '{name}', note = '{name}', slug = '{slug}' WHERE slug = 'huawei'")
    html = MarkdownIt().enable("strikethrough").render(diff(loaded_template.url, changed.url, "--format", "markdown"))
    shown = html.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    assert f"<li>+ <strong>{name}</strong> {slug}</li>" in shown
    assert not re.search("<(em|s|b|a)>", html)
    databases.remove(changed)


def test_what_cannot_be_compared_is_refused(tmp_path: Path, loaded_template: Database) -> None:
    """A missing database, a folder without seeds and an unknown ending are one line each."""
    for arguments, code, words in (
        ((tmp_path / "no.db", loaded_template.url), 1, "no.db"),
        ((loaded_template.url, tmp_path), 1, "holds no seed files"),
        ((loaded_template.url, loaded_template.url, "--output", tmp_path / "a.xlsx"), 2, "ending"),
    ):
        result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
        assert result.exit_code == code, result.output
        assert words in result.output
