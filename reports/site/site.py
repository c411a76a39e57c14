"""Write the site: every page in both languages, its data, and the files that all pages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from models.storage.database import Reader
from models.terminal.progress import progress
from reports.display.dates import write_date
from reports.site.contents import LANGUAGES, Contents, Options
from reports.site.folder import SiteFolder
from reports.site.pages import Page, cite, list_pages
from reports.site.rendering import Renderer
from reports.site.search_index import write_index
from reports.site.words import WORDS, say

STATIC = Path(__file__).parent / "static"
INDEX = "index.html"
INDEX_SCRIPT = "assets/index.js"
SITEMAP = "sitemap.xml"
MENU = ("index", "agreements", "events", "initiatives", "countries", "pairs", "sectors", "organizations", "articles")


class Written(NamedTuple):
    """The number of files of a site, and of those that were written and removed."""

    files: int
    changed: int
    removed: int


def write_site(reader: Reader, target: Path, options: Options, force: bool) -> Written:
    """Write the site into a folder, where only what changed is written.

    Raises:
        MithaqError: no text is attached that could be quoted, the folder has other files and `force` is not set, or it
            cannot be written.
    """
    folder = SiteFolder(target, force)
    site = Site(Contents(reader, options), options)
    names = list(site.names())
    with progress("Writing the site:") as advance:
        files = site.files()
        folder.write(names, _count(files, lambda number: advance(number, len(names))))
    return Written(len(names), folder.changed, folder.removed)


def _count(files: Iterator[tuple[str, bytes]], advance: Any) -> Iterator[tuple[str, bytes]]:
    for number, file in enumerate(files):
        advance(number)
        yield file


class Site:
    """The files of a site, by their paths within its folder."""

    def __init__(self, contents: Contents, options: Options) -> None:
        self.contents = contents
        self.options = options
        self.base_url = options.base_url.rstrip("/")
        self.pages = list(list_pages(contents))
        self.renderers = {language: Renderer(language) for language in LANGUAGES}
        self.frames: dict[tuple[str, str], dict[str, Markup]] = {}

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        yield INDEX
        if self.base_url:
            yield SITEMAP
        yield INDEX_SCRIPT
        yield from (f"assets/{path.name}" for path in sorted(STATIC.iterdir()))
        for page in self.pages:
            yield from (f"{language}/{page.path}.html" for language in LANGUAGES)
            if page.data:
                yield f"data/{page.path}.json"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and content of each file, as it is made."""
        yield INDEX, self._root()
        if self.base_url:
            yield SITEMAP, self._sitemap()
        yield INDEX_SCRIPT, write_index(self.contents)
        yield from ((f"assets/{path.name}", path.read_bytes()) for path in sorted(STATIC.iterdir()))
        for page in self.pages:
            for language in LANGUAGES:
                yield f"{language}/{page.path}.html", self._render(page, language)
            if page.data:
                yield f"data/{page.path}.json", page.data().encode("utf-8", "replace")

    def _render(self, page: Page, language: str) -> bytes:
        contents, drawer = self.contents, self.contents.drawers[language, page.up]
        content = page.content(drawer)
        url = f"{self.base_url}/{language}/{page.path}.html" if self.base_url else ""
        cited: tuple[str, str] | None = content.pop("cite_as", None)
        context = {
            "path": page.path,
            "up": page.up,
            "base_url": self.base_url,
            "private": self.options.quotes,
            **self._frame(language, page.up),
            "data_href": f"{page.up}../data/{page.path}.json" if page.data else "",
            "cite": cite(cited, url, contents, drawer) if cited else "",
            "scripts": (),
        }
        return self.renderers[language].render(page.template, context | content)

    def _frame(self, language: str, up: str) -> dict[str, Markup]:
        """Return the parts that pages at the same depth share: the top, the menu, and the description of the data."""
        if (language, up) not in self.frames:
            contents = self.contents
            context = {
                "up": up,
                "menu": [(href, self._name_list(href, language)) for href in (*MENU, "about")],
                "version": f" {contents.version}" if contents.version else "",
                "data_date": write_date(contents.data_date, language),
            }
            render = self.renderers[language].render_part
            self.frames[language, up] = {name: render(name, context) for name in ("top", "menu", "made")}
        return self.frames[language, up]

    def _name_list(self, href: str, language: str) -> str:
        named = {"index": "home", "about": "about", "pairs": "pairs", "sectors": "sectors"}
        if href in named:
            return say(named[href], language)
        return self.contents.titles[href][language == "ar"]

    def _root(self) -> bytes:
        base = f"{self.base_url}/" if self.base_url else ""
        context = {
            "base": base,
            "tagline": WORDS["tagline"],
            "private": self.options.quotes,
            "private_words": WORDS["private"],
        }
        return self.renderers["en"].render("root", context)

    def _sitemap(self) -> bytes:
        from xml.sax.saxutils import escape

        urls = (f"{self.base_url}/{language}/{page.path}.html" for page in self.pages for language in LANGUAGES)
        lines = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{lines}</urlset>\n".encode()


def first_page(target: Path) -> Path:
    """Return the page with which to begin reading."""
    return target / INDEX
