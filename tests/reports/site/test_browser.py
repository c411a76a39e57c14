"""The site in Chromium, from the disk: proof of articles, search, lists, and what axe-core finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from models.storage.database import Database
from reports.site.words import say
from tests.reports.site.conftest import AGREEMENT, TUTORIAL

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(os.environ.get("MITHAQ_AXE", "axe.min.js"))
# Milliseconds of the browser's own clock, which runs ahead when nothing is to be done.
PATIENCE = 20_000
DARK = "--blink-settings=preferredColorScheme=0"
CHOOSE = """
const chosen = new DataTransfer();
chosen.items.add(new File([new Uint8Array(%s)], "text.txt"));
const input = document.querySelector("#proof input[type=file]");
input.files = chosen.files;
input.dispatchEvent(new Event("change"));"""
AUDIT = """
axe.run().then((found) => {
  const said = found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" | ")}`);
  document.documentElement.dataset.axe = JSON.stringify(said);
});"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
Open = Callable[..., str]


@pytest.fixture(scope="module")
def open_page(tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Open a page as a file and run a script in it; return what the page is then, as HTML."""
    profile = tmp_path_factory.mktemp("chromium")

    def open_page(path: Path, script: str = "", address: str = "", *options: str) -> str:
        copy = path.with_name(f"test-{path.name}")
        source = path.read_text("utf-8")
        copy.write_text(
            source.replace("</body>", f"<script>addEventListener('load', () => {{{script}}});</script></body>")
        )
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [CHROMIUM, "--headless", *root, "--disable-gpu", f"--user-data-dir={profile}", *options]
        command += [f"--virtual-time-budget={PATIENCE}", "--dump-dom", f"{copy.as_uri()}{address}"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
        copy.unlink()
        assert done.returncode == 0, done.stderr
        return done.stdout

    return open_page


def choose(content: bytes) -> str:
    """Return the script of a reader who chooses a file."""
    return CHOOSE % list(content)


def marked(source: str) -> str:
    """Return the text that is marked, in its order."""
    return unescape("".join(re.findall(r'<a href="#p\d+" data-passages="[^"]+"[^>]*>([^<]*)</a>', source)))


def cited(text: str, database: Database, article: str) -> str:
    """Return the characters of a text that the database cites."""
    with database.read() as reader:
        sql = "SELECT start_char, end_char FROM v_citation WHERE article = :article"
        places = {at for start, end in reader.rows(sql, {"article": article}) for at in range(start, end)}
    return "".join(letter for at, letter in enumerate(text) if at in places)


@pytest.fixture(scope="module")
def invented() -> bytes:
    from tests.paths import CHECKOUT

    return (CHECKOUT / "seeds" / "tutorial" / "two-libraries.txt").read_bytes()


def test_the_same_text_is_marked(open_page: Open, tutorial: Database, tutorial_site: Path, invented: bytes) -> None:
    """A reader's copy is marked where it is cited and nowhere else, and the address of a passage leads into it."""
    page = tutorial_site / f"ar/records/{TUTORIAL[0]}.html"
    before = page.read_text("utf-8")
    assert 'id="c115"' in before and "وقّعت دار" not in before
    source = open_page(page, choose(invented), "#c115")
    assert say("proof_same", "ar") in source
    assert marked(source) == cited(invented.decode(), tutorial, TUTORIAL[0])
    assert len(re.findall(r'id="c115"', source)) == 1 and re.search(r'<a href="#p\d+"[^>]* id="c115"', source)
    hidden = invented.replace(b"\n", " \u200f\n".encode())
    for form in (b"\xef\xbb\xbf" + invented.replace(b"\n", b"\r\n"), b"\n " + invented.rstrip(b"\n") + b"\n\n", hidden):
        assert marked(open_page(page, choose(form))) == marked(source)


def test_another_text_is_refused(open_page: Open, tutorial_site: Path, invented: bytes) -> None:
    """A text with one other digit, and a file that is no text, are refused, and nothing is shown or marked."""
    page = tutorial_site / f"en/records/{TUTORIAL[0]}.html"
    source = open_page(page, choose(invented.replace(b"4000", b"4001")))
    assert say("proof_other", "en").partition("{}")[0] in source
    assert marked(source) == "" and "4001" not in source.partition("<script>addEventListener")[0]
    assert say("proof_not_text", "en") in open_page(page, choose(b"\xff\xfe\x00"))


def test_real_articles_are_marked(open_page: Open, hostile: Database, site: Path, articles_dir: Path) -> None:
    """Each of the shipped articles is marked by its own text, wherever it is cited."""
    import hashlib

    with hostile.read() as reader:
        slugs = {digest: slug for slug, digest in reader.rows("SELECT slug, digest FROM v_article")}
    for path in sorted(articles_dir.glob("*.txt")):
        slug = slugs[hashlib.sha256(path.read_bytes()).hexdigest()]
        source = open_page(site / f"en/records/{slug}.html", choose(path.read_bytes()))
        assert say("proof_same", "en") in source
        assert marked(source) == cited(path.read_text("utf-8"), hostile, slug), slug


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("اوزبكستان", "uzbekistan"),
        ("البريد الصيني", "china-post"),
        ("xian busines", "uzbek-chinese-business-forum-2024"),
    ],
)
def test_the_search_finds_as_the_command_does(open_page: Open, site: Path, question: str, first: str) -> None:
    """The search page finds words in any spelling, takes the last as a beginning, and lists the best first."""
    source = open_page(site / "ar/search.html", "", f"?q={question}")
    found = re.findall(r'<li><a href="records/([^"]+)\.html">', source)
    assert first in found[:3], found[:5]


def test_nothing_found_is_said(open_page: Open, site: Path) -> None:
    """A question without an answer says so, and its words are text."""
    source = open_page(site / "en/search.html", "", "?q=<img src=x onerror=alert(1)> zzzz")
    assert say("nothing_found", "en") in source and "<img" not in source


def test_lists_sort_and_filter(open_page: Open, site: Path) -> None:
    """A list is sorted by a click on a header, and narrowed by words in any spelling and by values."""
    sort = 'document.querySelectorAll("#list thead button")[3].click();'
    source = open_page(
        site / "en/agreements.html",
        f"{sort} document.documentElement.dataset.head = "
        '[...document.querySelectorAll("#list thead th")].map((each) => each.ariaSort).join();',
    )
    assert "ascending" in source
    narrow = 'box.value = "TUIT"; box.dispatchEvent(new Event("input"));'
    source = open_page(site / "en/agreements.html", f'const box = document.querySelector(".filter input"); {narrow}')
    shown = re.search(r"<output[^>]*>([^<]+)</output>", source)
    assert shown and shown[1] == say("shown", "en", 4, 15)
    chosen = 'box.selectedIndex = 1; box.dispatchEvent(new Event("change"));'
    source = open_page(site / "ar/agreements.html", f'const box = document.querySelector(".filter select"); {chosen}')
    shown = re.search(r"<output[^>]*>([^<]+)</output>", source)
    assert shown and shown[1] != say("shown", "ar", 15, 15)


@pytest.mark.skipif(not AXE.is_file(), reason="MITHAQ_AXE does not name the file axe.min.js of axe-core")
@pytest.mark.parametrize(("language", "scheme"), [("en", []), ("ar", [DARK])], ids=["en-light", "ar-dark"])
def test_axe_finds_nothing(open_page: Open, site: Path, language: str, scheme: list[str]) -> None:
    """On a page of each kind axe-core finds no violation, in light and in dark colours."""
    script = AXE.read_text("utf-8").replace("</", "<\\/") + AUDIT
    for path in (
        *("index", "about", "agreements", "search", f"records/{AGREEMENT}", "records/uzbekistan"),
        *("records/russia-iran-ai-blockchain", "records/xi-big-data-centre-2022", "sectors/digital", "pairs/CN-UZ"),
    ):
        source = open_page(site / language / f"{path}.html", script, "", *scheme)
        found = re.search(r'data-axe="([^"]*)"', source)
        assert found, path
        assert json.loads(unescape(found[1])) == [], path
