"""Start a folder of seeds: files that pass the checks, with comments on how to continue."""

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
from seeds.format.records import PLACEHOLDER, Citation, Record
from seeds.texts.article_text import Text
from seeds.texts.spans import format_spans

# An invented article with its facts; no part of what is shipped as data.
TUTORIAL = Path(__file__).parents[1] / "tutorial"
TITLE_LIMIT = 300
ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")
HEAD = """\
# Your own facts. Load them into a collection of your own and choose its name:
#
#     mithaq seed check FOLDER
#     mithaq seed plan FOLDER --collection my-facts
#     mithaq seed load FOLDER --collection my-facts
"""
HEAD_OF_ARTICLE = """\
#
# A citation is [start, end] or [start, end, field], counted in characters of the text. Find the positions, then
# write the digests of everything you cite:
#
#     mithaq article find FILE "some words"
#     mithaq seed format FOLDER --text FILE
#
# Add what the text says about the article: publisher, byline, reprinted_from, published with published_basis.
# Write both names: the printed title and its translation.
"""
TAIL_OF_ARTICLE = """\
# Add the facts of the article here. Remove the # signs and replace this example:
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


def start_folder(folder: Path, text: Text | None = None) -> dict[Path, bytes]:
    """Create a folder and return its first files: the tutorial, or a file for the article with this text.

    Raises:
        MithaqError: a file already exists, or the article comes with Mithaq.
    """
    files = _format_article_files(text) if text else _read_tutorial()
    existing = [str(folder / name) for name in files if (folder / name).exists()]
    if existing:
        raise MithaqError("\n".join([*(f"{path} already exists" for path in existing), "Nothing was written."]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MithaqError(f"{folder} cannot be created: {error.strerror}") from error
    return {folder / name: data for name, data in files.items()}


def _read_tutorial() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TUTORIAL.iterdir())}


def _format_article_files(text: Text) -> dict[str, bytes]:
    record = _build_article(text)
    spans = [(each.start, each.end) for each in record.citations]
    return {
        f"{record.slug}.yml": _format_file(record, HEAD + HEAD_OF_ARTICLE, TAIL_OF_ARTICLE),
        record.slug + SPANS: format_spans(text, spans),
    }


def _format_file(record: Record, head: str, tail: str = "") -> bytes:
    return format_records([record], Comments(head=_split_comments(head), tail=_split_comments(tail))).encode()


def _split_comments(text: str) -> list[Comment]:
    return [Comment(number, line, True) for number, line in enumerate(text.splitlines(), 1)]


def _build_article(text: Text) -> Record:
    slug, title = _choose_slug(text), _find_title(text.content)
    language = "ar" if len(ARABIC.findall(text.content)) > len(LATIN.findall(text.content)) else "en"
    name = PLACEHOLDER if title is None else PLACEHOLDER._replace(**{language: text.content[slice(*title)]})
    values = {"name": name, "language": language, "digest": text.digest, "length": len(text.content)}
    citations = [Citation("name", slug, *title, None, None, NOWHERE)] if title else []
    return Record("article", slug, NOWHERE, values=values, citations=citations)


def _choose_slug(text: Text) -> str:
    """Make a slug from the name of the text's file; add part of the digest if the slug is empty or taken."""
    shipped = read_shipped(Problems()).records
    for record in shipped:
        if record.kind == "article" and record.values.get("digest") == text.digest:
            cite = f"{{article: {record.slug}, at: [start, end]}}"
            raise MithaqError(f"{text.name}: this article comes with Mithaq; cite it in any file with {cite}")
    ascii_name = unicodedata.normalize("NFKD", Path(text.name).stem).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", ascii_name)) or "article"
    taken = slug == "article" or any(slug == record.slug for record in shipped)
    return f"{slug}-{text.digest[:8]}" if taken else slug


def _find_title(text: str) -> tuple[int, int] | None:
    """Return the span of the first line that is not blank, or None if a seed file cannot hold it."""
    match = re.search(r"\S[^\n]*", text)
    if not match:
        return None
    title = match[0].rstrip()
    usable = len(title) <= TITLE_LIMIT and unicodedata.is_normalized("NFC", title) and "\t" not in title
    return (match.start(), match.start() + len(title)) if usable and not FORBIDDEN.search(title) else None
