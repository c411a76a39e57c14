"""The site: what its pages show, that they lead to each other, and what a second writing changes."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import html5lib
import pytest

from models.errors import MithaqError
from models.storage.database import Database
from reports.display.translations import translate
from reports.site.addresses import record_path, sector_path
from reports.site.folder import SiteFolder
from reports.site.words import say
from tests.conftest import Databases
from tests.reports.site.conftest import AGREEMENT, HOSTILE, TUTORIAL, build, run, write

LANGUAGES = ("en", "ar")
# A page of each kind.
KINDS = (
    *("index", "about", "search", "agreements", "countries", "sectors", "pairs", f"records/{AGREEMENT}"),
    *("records/alharir-uzbekistan-china-digital-partnership", "records/uzbekistan", "records/xi-jinping"),
    *("records/xi-big-data-centre-2022", "sectors/digital", "pairs/CN-UZ", "records/almaty", "records/sco"),
)
TAG = re.compile(r"<[^>]+>")


def page(site: Path, language: str, path: str) -> str:
    return (site / language / f"{path}.html").read_text("utf-8")


def words(source: str) -> str:
    """Return the text of a page as a reader sees it."""
    return html.unescape(re.sub(r"\s+", " ", TAG.sub(" ", source)))


def select(database: Database, sql: str) -> list[tuple[str, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.rows(sql)]


def times(site: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def test_languages_are_mirrored(site: Path) -> None:
    """Both languages have the same pages; each names its language, its direction, its counterpart and itself."""
    found = {
        language: {path.relative_to(site / language) for path in (site / language).rglob("*.html")}
        for language in LANGUAGES
    }
    assert found["en"] == found["ar"]
    for language, direction in zip(LANGUAGES, ("ltr", "rtl"), strict=True):
        seen = set()
        for path in sorted(found[language]):
            source = (site / language / path).read_text("utf-8")
            assert f'<html lang="{language}" dir="{direction}">' in source
            for other in LANGUAGES:
                assert re.search(rf'<link rel="alternate" hreflang="{other}" href="[./]*/{other}/{path}">', source), (
                    path
                )
            title = re.search(r"<title>(.+?)</title>", source, re.DOTALL)
            assert title and re.search(r'<meta name="description" content="[^"]{3,}', source), path
            seen.add(title[1])
        assert len(seen) > 0.9 * len(found[language])


def test_every_link_leads_to_a_file_or_a_place_in_it(site: Path) -> None:
    """Each address in a page is a file of the site, each fragment an id there, but for the addresses of articles."""
    ids: dict[Path, set[str]] = {}
    for path in site.rglob("*.html"):
        source = path.read_text("utf-8")
        ids[path.resolve()] = set(re.findall(r' id="([^"]*)"', source))
        assert "@import" not in source and "url(" not in source and len(re.findall("<base", source)) == 0
    for path in ids:
        for target in set(re.findall(r' (?:href|src|action)="([^"]*)"', path.read_text("utf-8"))):
            address, fragment = urldefrag(html.unescape(target))
            if address == 'https://example.org/a?b="c':
                continue
            assert not urlsplit(address).scheme and not urlsplit(address).netloc, (path, target)
            other = (path.parent / unquote(address)).resolve() if address else path
            assert other.is_file(), (path, target)
            assert not fragment or fragment in ids[other], (path, target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_valid(site: Path, language: str) -> None:
    """A page of each kind is HTML without a parse error, each id once."""
    for path in KINDS:
        source = page(site, language, path)
        html5lib.HTMLParser(strict=True).parse(source)
        ids = re.findall(r' id="([^"]*)"', source)
        assert len(ids) == len(set(ids)), path


def test_a_page_has_a_name_that_a_file_system_takes() -> None:
    """A longer ID of an earlier version, or a code with other letters, ends in its digest; others are as they are."""
    paths = {record_path("a" * length) for length in (199, 200, 201, 202, 5_000)} | {sector_path("ع" * 100)}
    assert len(paths) == 6 and f"records/{'a' * 200}" in paths
    # A temporary file has 20 characters more.
    assert all(len(path.partition("/")[2] + ".html") < 235 for path in paths)


def test_a_hostile_record_is_text(site: Path) -> None:
    """Markup, quotes and template code in a name or a note are shown as text, in pages, data and the search index."""
    for language in LANGUAGES:
        source = page(site, language, f"records/{AGREEMENT}")
        assert "<script>alert" not in source and "{{ 7 * 7 }}" in source
        assert "\x1b" not in source
    assert json.loads((site / f"data/records/{AGREEMENT}.json").read_text("utf-8"))["record"]["name_en"] == HOSTILE
    index = (site / "assets/index.js").read_text("utf-8")
    assert HOSTILE in {record["en"] for record in json.loads(index[index.index("[") : index.rindex("]") + 1])}


def test_data_are_those_of_show(hostile: Database, site: Path) -> None:
    """The data beside a page of a record are what `mithaq show --format json` prints."""
    slugs = [path.stem for path in sorted((site / "data/records").iterdir())]
    for slug in {*slugs[::40], AGREEMENT, "uzbekistan", "russia-iran-ai-blockchain"}:
        shown = json.loads(run(hostile, "show", slug, "--format", "json").output)
        assert json.loads((site / f"data/records/{slug}.json").read_text("utf-8")) == shown, slug


def test_every_record_that_a_text_mentions_has_a_page(hostile: Database, site: Path) -> None:
    """Each record has a page, but countries of which no text says anything; so have pairs with a bilateral record."""
    pages = {path.stem for path in (site / "en/records").iterdir()}
    cited = {slug for (slug,) in select(hostile, "SELECT slug FROM v_record WHERE kind <> 'country' OR citations > 0")}
    assert cited <= pages and "lesotho" not in pages
    listed = re.findall(r'<th scope="row"><a href="records/([^"]+).html"', page(site, "en", "countries"))
    assert len(listed) == len(set(listed)) > 20
    assert (site / "ar/pairs/CN-UZ.html").is_file() and not (site / "ar/pairs/IR-UZ.html").exists()


def test_values_have_their_evidence(hostile: Database, site: Path) -> None:
    """Each passage that is cited for a record is in its evidence, and leads to that passage on the article's page."""
    for record in (AGREEMENT, "algeria-russia-space-agreement-2025", "uzbekistan"):
        source = page(site, "en", f"records/{record}")
        rows = select(
            hostile, f"SELECT DISTINCT article, start_char, end_char FROM v_citation WHERE record = '{record}'"
        )
        for article, start, end in rows:
            assert f'href="../records/{article}.html#c{start}">characters {start}–{end}</a>' in source
        assert len(set(re.findall(r'<li id="(e\d+)">', source))) == len(rows)
    source = page(site, "en", f"records/{AGREEMENT}")
    for start, value in ((1513, "Astana Hub"), (1617, "Investment")):
        number = re.search(rf'<li id="e(\d+)"><a href="[^"]+#c{start}">', source)
        assert number and re.search(rf'{value}</a> <a class="n" href="#e{number[1]}"', source), value


def test_spellings_of_a_country_come_last(site: Path) -> None:
    """The many spellings by which a country is found are folded away under what the texts say of it."""
    source = page(site, "ar", "records/uzbekistan")
    shown, folded = source.split("<details", 1)
    assert ">أوزبك<" not in shown and 'id="agreements"' in shown
    assert ">أوزبك<" in folded and 'id="agreements"' not in folded


def test_only_reported_stages_are_marked(hostile: Database, site: Path) -> None:
    """A stage is marked as reached only with a milestone that occurred, and as planned only with one that did not."""
    occurred = "max(CASE WHEN outlook = 'occurred' THEN 1 ELSE 0 END)"
    steps = select(hostile, f"SELECT record, stage, {occurred} FROM v_milestone GROUP BY record, stage")
    assert {done for _, _, done in steps} == {0, 1}
    for record in {record for record, _, _ in steps}:
        source = page(site, "ar", f"records/{record}")
        for state, done in (("done", 1), ("open", 0)):
            expected = [stage for owner, stage, each in steps if owner == record and each == done]
            assert source.count(f'<li class="{state}"') == len(expected), (record, state)


def test_silence_and_contradiction_are_said(hostile: Database, site: Path) -> None:
    """A page says what its texts do not say, and gives both values where they contradict each other."""
    for gap, slug in select(hostile, "SELECT gap, slug FROM v_gap"):
        assert translate("gap", gap, "ar") in words(page(site, "ar", f"records/{slug}")), (gap, slug)
    for record, reading in select(hostile, "SELECT record, reading FROM v_conflict"):
        source = words(page(site, "en", f"records/{record}"))
        assert say("variants", "en") in source
        assert reading in source or "Agreement" in source


def test_claims_are_attributed(hostile: Database, site: Path) -> None:
    """The page of a statement says whose claim it is and of what mode; so does each list that has it."""
    source = words(page(site, "en", "records/xi-big-data-centre-2022"))
    assert "A claim, not a finding. According to Xi Jinping" in source
    assert re.search(r"Statement\s+Aim", source)
    listed = words(page(site, "en", "statements"))
    assert re.search("Xi announces a shared big data centre +September 2022 +Xi Jinping +Aim +Named source", listed)
    relation = words(page(site, "ar", "records/algeria"))
    assert "تقدير" in relation


def test_an_unchanged_database_rewrites_nothing(
    sqlite_databases: Databases, tutorial: Database, tmp_path: Path
) -> None:
    """A second writing changes no file; after a change, only the files that show it are written again."""
    site = tmp_path / "site"
    build(tutorial, site, "--collection", "tutorial")
    before = times(site)
    assert "0 changed, 0 removed" in build(tutorial, site, "--collection", "tutorial")
    assert times(site) == before
    database = sqlite_databases.create(tutorial)
    write(database, "UPDATE record SET summary_en = 'Changed.' WHERE slug = :slug", slug=TUTORIAL[1])
    build(database, site, "--collection", "tutorial")
    changed = {path.relative_to(site).as_posix() for path, time in times(site).items() if before[path] != time}
    record = f"records/{TUTORIAL[1]}"
    assert changed == {"assets/index.js", f"data/{record}.json", f"en/{record}.html"}


def test_files_of_others_stay(tutorial: Database, hostile: Database, tmp_path: Path) -> None:
    """A folder with other files is refused; a writing removes what an earlier one wrote, never another file."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    refused = run(tutorial, "export", other, "--as", "site")
    assert refused.exit_code == 1 and "thesis.txt" in refused.output and "--force" in refused.output
    site = tmp_path / "site"
    build(tutorial, site, "--collection", "tutorial")
    (site / "en/records/mine.html").write_text("mine")
    (site / ".mithaq-site").write_text((site / ".mithaq-site").read_text() + "../other/thesis.txt\n")
    build(hostile, site)
    assert not (site / f"en/records/{TUTORIAL[0]}.html").exists()
    assert (site / "en/records/mine.html").read_text() == "mine" and (other / "thesis.txt").exists()


def test_two_exports_at_once_are_of_one_site(tmp_path: Path) -> None:
    """Files that another export of the same site wrote meanwhile belong to the site; a file of a user's does not."""
    first, second = SiteFolder(tmp_path / "site", False), SiteFolder(tmp_path / "site", False)
    first.write(["index.html", "a.html"], [("index.html", b"1"), ("a.html", b"1")])
    second.write(["index.html"], [("index.html", b"2")])
    assert (tmp_path / "site/index.html").read_bytes() == b"2" and not (tmp_path / "site/a.html").exists()
    (tmp_path / "site/b.html").write_bytes(b"mine")
    with pytest.raises(MithaqError, match="is not part of the site"):
        second.write(["b.html"], [("b.html", b"3")])
    assert (tmp_path / "site/b.html").read_bytes() == b"mine"


def test_a_collection_has_a_site_of_its_own(tutorial_site: Path) -> None:
    """With --collection there are pages of its records and of those that they name, and of no other."""
    pages = {path.stem for path in (tutorial_site / "en/records").iterdir()}
    assert {*TUTORIAL, "tunisia", "malaysia"} <= pages and AGREEMENT not in pages
    assert "Two libraries" in page(tutorial_site, "en", "agreements") or "libraries" in page(
        tutorial_site, "en", "agreements"
    )


def test_the_shipped_collection_has_the_pages_of_the_whole(hostile: Database, tmp_path: Path) -> None:
    """A country of which no text says anything has no page in the site of the collection that has all countries."""
    build(hostile, tmp_path / "all")
    build(hostile, tmp_path / "shipped", "--collection", "mithaq")
    whole, shipped = ({path.name for path in (tmp_path / each / "en/records").iterdir()} for each in ("all", "shipped"))
    assert shipped <= whole and "fiji.html" not in whole and f"{AGREEMENT}.html" in shipped


def test_quotes_are_for_ones_own_eyes(tutorial: Database, tutorial_site: Path, tmp_path: Path) -> None:
    """Words of an attached text are on no page without --quotes; with it, every page says not to publish it."""
    quotes = [quote for (quote,) in select(tutorial, "SELECT DISTINCT quote FROM v_citation WHERE quote IS NOT NULL")]
    sentences = [quote for quote in quotes if quote.startswith(("ومن المقرر", "إن الدار"))]
    files = [path.read_text("utf-8") for path in tutorial_site.rglob("*") if path.is_file()]
    assert len(sentences) >= 2 and not any(quote in each for quote in sentences for each in files)
    site = tmp_path / "private"
    build(tutorial, site, "--collection", "tutorial", "--quotes")
    for path in site.rglob("*.html"):
        source = path.read_text("utf-8")
        assert 'class="private"' in source and '<meta name="robots" content="noindex">' in source, path
    shown = html.unescape(page(site, "en", f"records/{TUTORIAL[1]}"))
    assert shown.count("<q><bdi>") > 5
    both = [html.unescape(path.read_text("utf-8")) for path in site.rglob("*.html")]
    assert all(any(f"<q><bdi>{quote}</bdi></q>" in each for each in both) for quote in sentences)
    refused = run(tutorial, "export", tmp_path / "none", "--as", "csv", "--quotes")
    assert refused.exit_code == 2 and "--quotes works only with site" in refused.output


def test_quotes_need_an_attached_text(hostile: Database, tmp_path: Path) -> None:
    """Without an attached text --quotes says how to attach one; an unknown collection names those there are."""
    refused = run(hostile, "export", tmp_path / "out", "--as", "site", "--quotes")
    assert refused.exit_code == 1 and "mithaq article attach" in refused.output
    refused = run(hostile, "export", tmp_path / "out", "--as", "site", "--collection", "x")
    assert refused.exit_code == 1 and "mithaq" in refused.output and not (tmp_path / "out").exists()


def test_a_published_site_names_its_addresses(tutorial: Database, tmp_path: Path) -> None:
    """With --base-url each page has its address, in the citation text too, and a sitemap lists them."""
    build(tutorial, tmp_path / "site", "--collection", "tutorial", "--base-url", "https://example.org/mithaq/")
    source = page(tmp_path / "site", "ar", f"records/{TUTORIAL[1]}")
    address = f"https://example.org/mithaq/ar/records/{TUTORIAL[1]}.html"
    assert f'<link rel="canonical" href="{address}">' in source and f"{address}</span>" in source
    assert f'hreflang="en" href="https://example.org/mithaq/en/records/{TUTORIAL[1]}.html"' in source
    assert f"<loc>{address}</loc>" in (tmp_path / "site/sitemap.xml").read_text("utf-8")


def test_engines_make_the_same_site(on_both: list[Database], tmp_path: Path) -> None:
    """SQLite and PostgreSQL make the same pages, to the last byte, but for the day of the load."""
    for name, database in zip(("sqlite", "postgresql"), on_both, strict=True):
        build(database, tmp_path / name)
    for path in sorted((tmp_path / "sqlite").rglob("*")):
        other = tmp_path / "postgresql" / path.relative_to(tmp_path / "sqlite")
        assert path.is_dir() or path.read_bytes() == other.read_bytes(), path


def test_the_browser_opens_on_request(tutorial: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --open the first page is opened in the browser."""
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    build(tutorial, tmp_path / "site", "--collection", "tutorial", "--open")
    assert opened == [(tmp_path / "site/index.html").as_uri()]
