"""Start a folder of seeds: files that pass the checks, with comments on how to continue."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from models.derived.folding import fold
from models.edtf_dates import parse_date
from models.errors import MithaqError
from models.normalizing import normalize
from seeds.format.canonical import format_records
from seeds.format.characters import is_normalized, is_plain
from seeds.format.collection import read_collection, read_reference, shipped_collection
from seeds.format.comments import Comment, Comments
from seeds.format.files import SPANS, folder_files
from seeds.format.problems import Place, Problems
from seeds.format.reading import SLUG_LIMIT
from seeds.format.records import PLACEHOLDER, Citation, Localized, OtherName, Record
from seeds.texts.article_text import Text
from seeds.texts.extracting import Page
from seeds.texts.language import is_title_in, is_written_in, recognize_language
from seeds.texts.spans import format_spans

# An invented article with its facts; no part of the shipped data.
TUTORIAL = Path(__file__).parents[1] / "tutorial"
TITLE_LIMIT = 300
HEAD = """\
# Your own facts. Load them into a collection of your own and choose its name:
#
#     mithaq seed check FOLDER
#     mithaq seed plan FOLDER --collection my-facts
#     mithaq seed load FOLDER --collection my-facts
"""
HEAD_OF_ARTICLE = """\
#
# A citation is words of the text, or ["words", field]. For words that recur, {quote: …, before: …, after: …} or
# {quote: …, nth: 2} chooses one. This puts their positions in their place, so that no sentence stays in the file:
#
#     mithaq seed format FOLDER --text FILE
#
# Add what the text says about the article: byline, reprinted_from, published with published_basis: stated. What only
# its page says needs no citation: publisher, url, retrieved (the day on which you saved it), and published with
# published_basis: page. Write both names: the printed title and its translation.
"""
HEAD_WITHOUT_LANGUAGE = """\
# The language of the text was not recognized: add language: with its code, such as fr.
"""
TAIL_OF_ARTICLE = """\
# Add the facts of the article here. Remove the # signs and replace this example:
#
# organizations:
#   - slug: an-organization
#     name: {en: An Organization, ar: منظمة ما}
#     kind: company
#     cite: ["An Organization"]
#
# agreements:
#   - slug: a-memorandum-2025
#     name: {en: A memorandum, ar: مذكرة تفاهم}
#     type: mou
#     cite: ["signed a memorandum"]
#     milestones:
#       - {stage: signed, date: 2025-03-29, cite: [["on 29 March 2025", date]]}
#     parties:
#       - {party: an-organization, role: signatory, cite: [{quote: "An Organization", nth: 2}]}
#     sectors: [{sector: ai, cite: ["artificial intelligence"]}]
"""
NOWHERE = Place("", 0)


def start_folder(
    folder: Path, text: Text | None = None, language: str | None = None, page: Page | None = None
) -> dict[Path, bytes]:
    """Create a folder and return its first files: the tutorial, or a file for the article with this text.

    Without a `language`, Arabic and English are recognized; the curator adds any other. The file states what the
    `page` of the article says.

    Raises:
        MithaqError: a file already exists, the article comes with Mithaq, or the language has no code.
    """
    if language and language not in read_reference().codes("language"):
        raise MithaqError(f"language: {language!r} is not a code of ISO 639-1, such as ar, en, fr, fa or ru")
    files = _format_article_files(folder, text, language, page or Page()) if text else _read_tutorial()
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


def _format_article_files(folder: Path, text: Text, language: str | None, page: Page) -> dict[str, bytes]:
    language = language or recognize_language(text.content)
    record = _build_article(text, language)
    publisher = _add_page(record, page, folder)
    spans = [(each.start, each.end) for each in record.citations]
    head = HEAD + HEAD_OF_ARTICLE + ("" if language else HEAD_WITHOUT_LANGUAGE)
    comments = Comments(head=_split_comments(head), tail=_split_comments(TAIL_OF_ARTICLE))
    return {
        f"{record.slug}.yml": format_records([record, *publisher], comments).encode(),
        record.slug + SPANS: format_spans(text, spans),
    }


def _add_page(article: Record, page: Page, folder: Path) -> list[Record]:
    """Put the facts of the page into the article; return the publisher if it is not declared elsewhere."""
    article.values |= {"url": page.url, "published": page.published and parse_date(page.published)}
    article.values["published_basis"] = page.published and "page"
    if not page.publisher:
        return []
    known = [*shipped_collection().records, *_read_folder(folder)]
    article.values["publisher"] = next((each.slug for each in known if _is_named(each, page.publisher)), None)
    if article.values["publisher"]:
        return []
    slug = _slug_of(page.publisher) or _slug_of(urlsplit(page.url or "").hostname or "") or "publisher"
    taken = {article.slug, *(each.slug for each in known)}
    article.values["publisher"] = slug = next(name for name in (slug, f"{slug}-publisher") if name not in taken)
    is_arabic = is_written_in(page.publisher, "ar")
    name = Localized(None if is_arabic else page.publisher, page.publisher if is_arabic else None)
    return [Record("organization", slug, NOWHERE, values={"name": name, "kind": "media"})]


def _is_named(record: Record, name: str) -> bool:
    names = (*filter(None, record.values.get("name") or ()), *(each.text for each in record.names))
    return record.kind == "organization" and fold(name) in map(fold, names)


def _read_folder(folder: Path) -> list[Record]:
    """Return the records of a folder that may have seed files already."""
    files = folder_files(folder) if folder.is_dir() and any(folder.rglob("*.y*ml")) else []
    return read_collection("yours", files, Problems()).records


def _split_comments(text: str) -> list[Comment]:
    return [Comment(number, line, True) for number, line in enumerate(text.splitlines(), 1)]


def _build_article(text: Text, language: str | None) -> Record:
    slug, title = _choose_slug(text), _find_title(text.content)
    printed = text.content[slice(*title)] if title else ""
    name, foreign = PLACEHOLDER, []
    if language in PLACEHOLDER._fields and is_title_in(language, printed, text.content):
        name = PLACEHOLDER._replace(**{language: printed})
    elif title and language and language not in PLACEHOLDER._fields:
        foreign = [OtherName(printed, language, "printed", NOWHERE)]
    values = {"name": name, "language": language, "digest": text.digest, "length": len(text.content)}
    citations = [Citation("name", slug, *title, None, None, NOWHERE)] if title else []
    return Record("article", slug, NOWHERE, values=values, names=foreign, citations=citations)


def _choose_slug(text: Text) -> str:
    """Make a slug from the name of the text's file; add part of the digest if the slug is empty or taken."""
    shipped = shipped_collection().records
    for record in shipped:
        if record.kind == "article" and record.values.get("digest") == text.digest:
            cite = f"{{article: {record.slug}, at: [start, end]}}"
            raise MithaqError(f"{text.name}: this article comes with Mithaq; cite it in any file with {cite}")
    slug = _slug_of(Path(text.name).stem) or "article"
    taken = slug == "article" or any(slug == record.slug for record in shipped)
    return f"{slug}-{text.digest[:8]}" if taken else slug


def _slug_of(text: str) -> str:
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", ascii_text))[: SLUG_LIMIT // 2].strip("-")


def _find_title(text: str) -> tuple[int, int] | None:
    """Return the span of the first line that is not blank, or None if a seed file cannot hold it."""
    match = re.search(r"\S[^\n]*", text)
    if not match:
        return None
    title = match[0].rstrip()
    usable = len(title) <= TITLE_LIMIT and is_normalized(title) and "\t" not in title and is_plain(title)
    return (match.start(), match.start() + len(title)) if usable else None
