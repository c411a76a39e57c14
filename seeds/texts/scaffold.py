"""Starts a folder of a user's own seeds: one file with comments that says how to go on, and that passes the checks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from models.errors import MithaqError
from seeds.format.canonical import format_records
from seeds.format.collection import read_shipped
from seeds.format.comments import Comment, Comments
from seeds.format.files import SPANS
from seeds.format.problems import Place, Problems
from seeds.format.reading import FORBIDDEN
from seeds.format.records import PLACEHOLDER, Citation, FurtherName, Record
from seeds.texts.article_text import Text
from seeds.texts.spans import spans_csv

EXAMPLE = "example.yml"
TITLE_LIMIT = 300
ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")
HEAD = """\
# Facts of your own. They live in a collection of your own, whose name you choose:
#
#     mithaq seed check FOLDER
#     mithaq seed plan FOLDER --collection my-facts
#     mithaq seed load FOLDER --collection my-facts
"""
HEAD_OF_EXAMPLE = """\
#
# Every fact cites characters of an article. Begin with the text of yours:
#
#     mithaq seed new FOLDER --article FILE
#
# What comes with Mithaq is extended, never declared again: here a country gets one more name.
"""
HEAD_OF_ARTICLE = """\
#
# A citation is [start, end] or [start, end, field]: characters of the text. Find them, and afterwards write
# down the digests of all that is cited:
#
#     mithaq article find FILE "some words"
#     mithaq seed format FOLDER --text FILE
#
# Add what the text itself says of the article: publisher, byline, reprinted_from, published with
# published_basis. Write both names: the title as printed, and its translation.
"""
TAIL_OF_ARTICLE = """\
# What the article says follows here. Take the signs off, and put your own in place of this:
#
# organizations:
#   - slug: an-organization
#     name: {en: An Organization, ar: منظمة ما}
#     kind: company
#     cite: [[0, 10]]
#
# agreements:
#   - slug: a-memorandum-2025
#     name: {en: A memorandum, ar: مذكرة تفاهم}
#     type: mou
#     cite: [[0, 40]]
#     milestones:
#       - {stage: signed, date: 2025-03-29, cite: [[20, 30]]}
#     parties:
#       - {party: an-organization, role: signatory, cite: [[0, 10]]}
#     sectors: [{sector: ai, cite: [[30, 40]]}]
"""
NOWHERE = Place("", 0)


def start(folder: Path, text: Text | None = None) -> dict[Path, bytes]:
    """The files that begin a folder: an example, or a file for the article of this text.

    Raises:
        MithaqError: a file is there already, or the article comes with Mithaq.
    """
    files = _article_files(text) if text else {EXAMPLE: _example()}
    there = [str(folder / name) for name in files if (folder / name).exists()]
    if there:
        raise MithaqError(f"{' and '.join(there)} is there already; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MithaqError(f"{folder} cannot be made: {error.strerror}") from error
    return {folder / name: data for name, data in files.items()}


def _example() -> bytes:
    name = FurtherName("Ouzbékistan", "fr", "alias", NOWHERE)
    country = Record("country", "uzbekistan", NOWHERE, True, names=[name])
    return _file(country, HEAD + HEAD_OF_EXAMPLE)


def _article_files(text: Text) -> dict[str, bytes]:
    record = _article(text)
    spans = [(each.start, each.end) for each in record.citations]
    return {
        f"{record.slug}.yml": _file(record, HEAD + HEAD_OF_ARTICLE, TAIL_OF_ARTICLE),
        record.slug + SPANS: spans_csv(text, spans),
    }


def _file(record: Record, head: str, tail: str = "") -> bytes:
    return format_records([record], Comments(head=_comments(head), tail=_comments(tail))).encode()


def _comments(text: str) -> list[Comment]:
    return [Comment(number, line, True) for number, line in enumerate(text.splitlines(), 1)]


def _article(text: Text) -> Record:
    slug, title = _slug(text), _title(text.content)
    language = "ar" if len(ARABIC.findall(text.content)) > len(LATIN.findall(text.content)) else "en"
    name = PLACEHOLDER if title is None else PLACEHOLDER._replace(**{language: text.content[slice(*title)]})
    values = {"name": name, "language": language, "digest": text.digest, "length": len(text.content)}
    citations = [Citation("name", slug, *title, None, None, NOWHERE)] if title else []
    return Record("article", slug, NOWHERE, values=values, citations=citations)


def _slug(text: Text) -> str:
    """Of the name of the text's file, where that has Latin letters and no record has it yet."""
    shipped = read_shipped(Problems()).records
    for record in shipped:
        if record.kind == "article" and record.values.get("digest") == text.digest:
            cite = f"{{article: {record.slug}, at: [start, end]}}"
            raise MithaqError(f"{text.name}: this article comes with Mithaq; cite it in any file as {cite}")
    ascii_name = unicodedata.normalize("NFKD", Path(text.name).stem).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", ascii_name)) or "article"
    taken = slug == "article" or any(slug == record.slug for record in shipped)
    return f"{slug}-{text.digest[:8]}" if taken else slug


def _title(text: str) -> tuple[int, int] | None:
    """Where the first line that says something stands, if a seed file can hold it."""
    match = re.search(r"\S[^\n]*", text)
    if not match:
        return None
    title = match[0].rstrip()
    usable = len(title) <= TITLE_LIMIT and unicodedata.is_normalized("NFC", title) and "\t" not in title
    return (match.start(), match.start() + len(title)) if usable and not FORBIDDEN.search(title) else None
