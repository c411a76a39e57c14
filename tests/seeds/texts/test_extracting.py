"""Saved HTML pages: the text of the article, and what the page says of it."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from models.storage.database import Database
from tests.seeds.test_seed_commands import done, refused, translate

# Made up for these tests.
PAGE = """\
<!DOCTYPE html>
<!-- saved from url=(0034)https://news.example.org/saved -->
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>اتفاق في شأن المرافئ - أخبار المرفأ</title>
<meta property="og:title" content="اتفاق في شأن المرافئ"><meta property="og:site_name" content="أخبار المرفأ">
<meta property="article:published_time" content="2025-05-03T09:00:00+04:00">
</head><body><nav><a href="/">الرئيسية</a><a href="/ports">مرافئ</a></nav>
<article><h1>اتفاق في شأن المرافئ</h1>
<p>وقّعت هيئة المرافئ ومعهد الشمال مذكرة تفاهم لفهرسة سجلات الموانئ رقميًّا، بعد محادثات استمرت عامين بين الجانبين.</p>
<p>وقال مدير الهيئة إن المنصة ستبدأ العمل في النصف الثاني من العام، وإن المعهد سيستضيف دورة تدريبية للعاملين.</p>
</article><footer>جميع الحقوق محفوظة 2019</footer></body></html>
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a saved page."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_a_page_becomes_a_text_and_a_seed_file(loaded: Database) -> None:
    """Title, publisher, address and day are those of the page; they need no citation, and a load takes them."""
    printed = done("article", "extract", "page.html", "mine")
    assert "published: 2025-05-03\npublisher: أخبار المرفأ\nurl: https://news.example.org/saved\n" in printed
    text = Path("page.txt").read_text("utf-8")
    assert text.startswith("اتفاق في شأن المرافئ\n")
    assert "الرئيسية" not in text and "محفوظة" not in text
    path = Path("mine/page.yml")
    translate(path)
    with path.open("a", encoding="utf-8") as file:
        file.write('agreements:\n- {slug: harbour-mou, name: {ar: مذكرة}, type: mou, cite: ["مذكرة تفاهم"]}\n')
    path.write_text(path.read_text("utf-8").replace("  url:", "  retrieved: 2025-06-01\n  url:"), "utf-8")
    done("seed", "format", "mine", "--text", "page.txt")
    at = ("--database", loaded.url)
    done("seed", "load", "mine", "--collection", "mine", *at)
    done("article", "attach", "page.txt", *at)
    shown = done("show", "page", *at)
    for words in ("أخبار المرفأ", "3 May 2025", "Page", "https://news.example.org/saved", "2025-06-01|1 June 2025"):
        assert re.search(words, shown), shown
    assert "مذكرة تفاهم" in done("show", "harbour-mou", *at)


def test_a_page_becomes_a_text_to_draft_from() -> None:
    """Without a folder, the command that drafts with the facts of the page is printed, ready to be run."""
    command = done("article", "extract", "page.html").partition("next: mithaq ")[2]
    done(*shlex.split(command))
    drafted = Path("my-seeds/page.yml").read_text("utf-8")
    assert "published: 2025-05-03\n  published_basis: page\n  url: https://news.example.org/saved\n" in drafted
    assert "أخبار المرفأ" in drafted


def test_a_publisher_is_declared_once() -> None:
    """The second page of a publisher refers to the organization of the first; a shipped one is known by its name."""
    done("article", "extract", "page.html", "mine")
    Path("second.html").write_text(PAGE.replace("مذكرة", "بيان"), "utf-8")
    Path("third.html").write_text(PAGE.replace("مذكرة", "عقد").replace("أخبار المرفأ", "شؤون آسيوية"), "utf-8")
    done("article", "extract", "second.html", "mine")
    done("article", "extract", "third.html", "mine")
    assert "organizations:\n  - slug: news-example-org\n" in Path("mine/page.yml").read_text("utf-8")
    assert "publisher: news-example-org\n" in Path("mine/second.yml").read_text("utf-8")
    assert "\norganizations:" not in Path("mine/second.yml").read_text("utf-8")
    assert "publisher: shuun-asyawiya\n" in Path("mine/third.yml").read_text("utf-8")


def test_what_a_page_does_not_say_is_left_out() -> None:
    """A year in the text or at the foot of a page is no date of publication, and the name of a host no publisher."""
    bare = re.sub("<meta property.*|<!-- .*", "", PAGE).replace("عامين", "من 3 مايو 2021")
    Path("page.html").write_text(bare, "utf-8")
    printed = done("article", "extract", "page.html", "mine")
    seeds = Path("mine/page.yml").read_text("utf-8").partition("article:")[2].partition("\n#")[0]
    assert not any(name in printed or name in seeds for name in ("published:", "publisher:", "url:"))


def test_pages_that_cannot_be_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is overwritten, and the message says what to do."""
    Path("empty.html").write_text("<html><body></body></html>")
    assert "no article was found on this page" in refused("article", "extract", "empty.html", "mine")
    assert "cannot be read" in refused("article", "extract", "none.html", "mine")
    Path("page.txt").write_text("mine")
    assert "page.txt already exists" in refused("article", "extract", "page.html", "mine")
    assert not Path("mine/page.yml").exists()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    advice = "extracted by trafilatura; install it with: pip install 'mithaq[extract]'"
    assert advice in refused("article", "extract", "page.html", "mine")


def test_a_missing_part_of_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An older pip installs trafilatura without all that it needs; the message says what is missing."""
    for name in [name for name in sys.modules if name.startswith(("trafilatura", "justext", "lxml.html.clean"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml_html_clean", None)
    Path("page.html").write_text(PAGE, "utf-8")
    message = refused("article", "extract", "page.html")
    assert "trafilatura, which is installed, but not all that it needs: " in message and "lxml_html_clean" in message
    assert message.endswith("install what is missing with: pip install 'mithaq[extract]'\n")
