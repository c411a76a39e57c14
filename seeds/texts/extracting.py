"""Extract the text of an article from a saved HTML page, with the title, date, publisher and address of the page.

trafilatura finds them. It is the extra `extract`. Another version of it may find another text of the same page; only
the text written here counts.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.errors import MithaqError, missing_library
from seeds.format.files import SIZE_LIMIT, read_bytes
from seeds.texts.article_text import Text, decode_text

# Browsers write the address of a page that they save into its first lines.
SAVED_FROM = re.compile(rb"<!-- saved from url=\([0-9]+\)(\S+) -->")
HEAD_LENGTH = 4096
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Only dates that the page names as its own: a date is never guessed from words of the text.
DATE_SEARCH = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


@dataclass(frozen=True)
class Page:
    """Facts of the page of an article; None if it states none."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    def draft_command(self, text: Path) -> str:
        """Return the command that drafts the facts of the text with those of the page."""
        options = [(f"--{name}", value) for name, value in vars(self).items() if value and name != "title"]
        words = ["mithaq", "seed", "draft", str(text), *(word for option in options for word in option)]
        return shlex.join([*words, "--output", "my-seeds"])

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in vars(self).items() if value)


def extract_page(path: Path) -> tuple[Text, Page]:
    """Return the text of the article on a saved page, with its title as the first line, and the facts of the page.

    Raises:
        MithaqError: the file cannot be read or has no article, or trafilatura or what it needs is not installed.
    """
    data = _read(path)
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise missing_library("articles are extracted by trafilatura", "trafilatura", "extract", error) from error
    found: Any = bare_extraction(data, include_comments=False, with_metadata=True, date_extraction_params=DATE_SEARCH)
    body = (found.text or "").strip() if found else ""
    if not body:
        raise MithaqError(f"{path}: no article was found on this page; save its text as a file by hand")
    page = Page(_one_line(found.title), _day(found.date), _publisher(found), _address(found.url, data))
    content = body if not page.title or body.startswith(page.title) else f"{page.title}\n\n{body}"
    return Text(str(path.with_suffix(".txt")), decode_text(f"{content}\n".encode(), str(path))), page


def _read(path: Path) -> bytes:
    data = read_bytes(path)
    if len(data) > SIZE_LIMIT:
        raise MithaqError(f"{path} is too large for a page: it has more than {SIZE_LIMIT:,} bytes")
    return data


def _day(text: str | None) -> str | None:
    return text if text and DAY.fullmatch(text) else None


def _publisher(found: Any) -> str | None:
    """Return the name of the site, unless it is only a handle or the name of its host."""
    name = _one_line(found.sitename)
    is_host = name and re.fullmatch(r"@\S+|[\w-]+(\.[\w-]+)+", name)
    return None if is_host else name


def _address(url: str | None, data: bytes) -> str | None:
    """Return the address that the page gives itself, or that the browser wrote when it saved it."""
    saved = SAVED_FROM.search(data[:HEAD_LENGTH])
    address = url or (saved[1].decode("ascii", "ignore") if saved else None)
    return address if address and urlsplit(address).scheme in ("http", "https") else None


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
