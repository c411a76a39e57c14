"""Checks over a whole collection, each with file and line and the nearest known name."""

from pathlib import Path

import pytest

from models.errors import MithaqError
from seeds.checks.checking_files import checked
from seeds.format import collection
from seeds.format.collection import Collection, read_shipped, shipped_collection, shipped_spans
from seeds.format.files import SHIPPED, folder_files, shipped_files
from seeds.format.problems import Problems
from seeds.format.records import PLACEHOLDER
from tests.seedfiles import AGREEMENT, ARTICLE, TEXT, span, write_folder


def problems_of(folder: Path) -> str:
    with pytest.raises(MithaqError) as caught:
        checked("mine", folder_files(folder))
    return str(caught.value)


def test_the_shipped_seeds_are_in_order() -> None:
    """The shipped data have no problem."""
    assert len(checked(SHIPPED, shipped_files()).records) > 500


def test_a_users_folder_may_refer_to_shipped_records(tmp_path: Path) -> None:
    """A folder whose parties are shipped countries passes."""
    records = checked("mine", folder_files(write_folder(tmp_path))).records
    assert {record.slug for record in records} >= {"example-mou-2025", "example-telecom"}


def test_the_shipped_seeds_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was checked against them before, the shipped records and digests are as in their files."""
    folder, read = write_folder(tmp_path), list[Collection]()
    shipped, spans = shipped_collection(), shipped_spans()
    fresh = read_shipped(Problems())
    assert (shipped.records, shipped.spans, spans) == (fresh.records, fresh.spans, fresh.spans)
    shipped_collection.cache_clear()
    monkeypatch.setattr(collection, "read_shipped", lambda problems: read.append(fresh) or fresh)
    for _ in range(2):
        checked("mine", folder_files(folder))
    assert len(read) == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("type: mou", "type: memo", "type: 'memo' is not a code of agreement_type"),
        ("party: uzbekistan", "party: uzbekstan", "party: there is no record 'uzbekstan'; did you mean uzbekistan"),
        ("party: uzbekistan", "party: England", "there is no record 'England'; did you mean united-kingdom?"),
        ("party: uzbekistan", "party: كوريا", "did you mean north-korea or south-korea?"),
        ("party: uzbekistan", "party: greenlund-board", "there is no record 'greenlund-board'"),
        ("party: uzbekistan", "party: example-mou-2025", "is of kind agreement, expected country"),
        (
            "sector: telecommunications",
            "sector: telecomunications",
            "'telecomunications' is not a code of sector; did you mean",
        ),
        (
            "sector: telecommunications",
            "sector: manuscripts",
            "'manuscripts' is not a code of sector; if no code fits, add one in reference/sector.csv",
        ),
        ("currency: USD", "currency: DOLLAR", "currency: 'DOLLAR' is not a code of currency"),
        ("    currency: USD\n", "", "value: an amount needs its currency"),
        ("    value: 5000000\n", "", "currency: needs value:"),
        ("date: 2025-05-03", "date: 2025-05-03, event: nowhere", "event: there is no record 'nowhere'"),
        (span("a memorandum"), f"[0, {len(TEXT) + 1}]", "is not inside tashkent-meeting"),
        (span("a memorandum"), "[9, 3]", "[9, 3] is reversed or empty"),
        (span("a memorandum"), "{at: " + span("a memorandum") + ", article: elsewhere}", "no article 'elsewhere'"),
        ("cite: [" + span("signed") + "]", "cite: []", "a milestone of 'example-mou-2025' is not cited"),
        (
            span("signed"),
            span("signed")[:-1] + ", datum]",
            "cite: 'datum' is not a citable field of milestone; did you mean date",
        ),
        (
            f"cite: [{span('a memorandum')}]",
            f"cite: [{span('a memorandum')}, [0, 2, country]]",
            "cite: 'country' is not a citable field of agreement",
        ),
        (
            span("signed"),
            "{at: " + span("signed") + ", field: stage, reading: sealed, note: it says so}",
            "'sealed' is not a code of stage",
        ),
        (
            span("signed"),
            "{at: " + span("signed") + ", field: date, reading: 2025-13, note: it says so}",
            "reading of date: '2025-13' is not an EDTF date",
        ),
        (span("signed"), "{at: " + span("signed") + ", field: date, reading: 2025}", "a reading carries its reason"),
        (
            "      - {party: example",
            "      - {party: uzbekistan, role: signatory, cite: [" + span("China") + "]}\n      - {party: example",
            "this participation of example-mou-2025 is already stated at",
        ),
        ("slug: example-telecom", "slug: huawei", "the slug 'huawei' belongs to the collection 'mithaq'"),
        ("slug: example-telecom", "slug: example-mou-2025", "the slug 'example-mou-2025' is taken at"),
        (
            "  - slug: example-telecom",
            "  - extend: huwei\n    names: []\n  - slug: example-telecom",
            "did you mean huawei",
        ),
        (
            "organizations:",
            "countries:\n  - {extend: england, cite: []}\norganizations:",
            "extend: there is no country 'england'; did you mean united-kingdom?",
        ),
        (
            "    kind: company\n",
            "    kind: company\n    relations:\n      - {type: works_for, object: china, cite: ["
            + span("China")
            + "]}\n",
            "relation works_for joins",
        ),
    ],
)
def test_problems_across_records(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """Problems that no field shows by itself are found over the whole collection."""
    assert old in AGREEMENT
    found = problems_of(write_folder(tmp_path, AGREEMENT.replace(old, new, 1)))
    assert problem in found
    assert "tashkent.yml:" in found


def test_an_unreadable_value_is_one_problem(tmp_path: Path) -> None:
    """A value that is there and cannot be read is not called missing as well."""
    found = problems_of(write_folder(tmp_path, AGREEMENT.replace("value: 5000000", "value: 5 million", 1)))
    assert "'5 million' is not a plain number" in found
    assert "currency" not in found


def test_a_span_without_digest_is_refused(tmp_path: Path) -> None:
    """A citation whose words nobody has hashed proves nothing."""
    folder = write_folder(tmp_path)
    (folder / "tashkent-meeting.spans.csv").unlink()
    assert (
        "6 spans of tashkent-meeting without digest; write what is missing with: mithaq seed format FOLDER --text"
        in problems_of(folder)
    )


def test_countries_are_not_declared(tmp_path: Path) -> None:
    """Countries come from the standard; a user extends them."""
    country = "countries:\n  - {slug: atlantis, code: XA, alpha3: XAT, numeric: '999', name: {en: Atlantis, ar: أ}}\n"
    assert "countries come from ISO 3166-1" in problems_of(write_folder(tmp_path, AGREEMENT + country))


def test_two_articles_are_not_of_one_text(tmp_path: Path) -> None:
    """A second article with the digest of the first is found before the database refuses it."""
    folder = write_folder(tmp_path)
    (folder / "again.yml").write_text(ARTICLE.replace("tashkent-meeting", "again"), encoding="utf-8")
    assert "has the same text" in problems_of(folder)


def test_windows_line_ends_are_line_ends(tmp_path: Path) -> None:
    """A file saved by a Windows editor reads the same; hidden folders are not looked into."""
    folder = write_folder(tmp_path)
    path = folder / "tashkent.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / ".github").mkdir()
    (folder / ".github" / "ci.yml").write_text("on: push\n", encoding="utf-8")
    assert checked("mine", folder_files(folder)).records


def test_a_placeholder_is_no_title(tmp_path: Path) -> None:
    """The placeholder that `seed new` writes for a title does not pass for one."""
    found = problems_of(write_folder(tmp_path, AGREEMENT, ARTICLE.replace("وزراء يجتمعون في طشقند", PLACEHOLDER.ar)))
    assert "name: replace the placeholder that Mithaq wrote" in found


def test_a_whole_is_not_part_of_itself(tmp_path: Path) -> None:
    """Circles of part_of are found however long they are."""
    event = "  - {{slug: {}, type: visit, outlook: occurred, name: {{en: a, ar: ب}}, part_of: {}, cite: [[0, 3]]}}\n"
    circle = "events:\n" + event.format("one", "two") + event.format("two", "one")
    assert "would be a part of itself" in problems_of(write_folder(tmp_path, circle))


def test_an_article_tells_why_it_is_dated(tmp_path: Path) -> None:
    """A date of publication goes with its basis."""
    found = problems_of(write_folder(tmp_path, AGREEMENT, ARTICLE + "  published: 2025\n"))
    assert "published: and published_basis: go together" in found
