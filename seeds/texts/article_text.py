"""Read the texts of articles, and verify the cited spans.

A text is strict UTF-8 without a byte-order mark and without NUL; CRLF and CR are read as LF. Positions are 0-based
code points, the end exclusive. A digest is the SHA-256 of the UTF-8 bytes of a text or span, in hexadecimal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from models.errors import MithaqError
from models.storage.database import Database, Reader
from seeds.format.files import SIZE_LIMIT, read_bytes

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Text:
    """The text of an article, and a name for messages: its file or its slug."""

    name: str
    content: str

    @cached_property
    def digest(self) -> str:
        return digest_of(self.content)

    def span_digest(self, start: int, end: int) -> str | None:
        """Return the digest of a span, or None if the span is not inside the text."""
        inside = 0 <= start < end <= len(self.content)
        return digest_of(self.content[start:end]) if inside else None


@dataclass(frozen=True)
class Article:
    """An article in the database."""

    id: int
    slug: str
    digest: str
    length: int


@dataclass(frozen=True)
class Verdict:
    """The result of verifying an article: the number of spans checked, or None without a text; and the failures."""

    article: str
    checked: int | None
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.checked is None:
            return f"{self.article}: no text"
        return f"{self.article}: {self.checked:,} spans, {'failed' if self.failures else 'ok'}"


def digest_of(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_text(path: Path) -> Text:
    """Read the text in a file.

    Raises:
        MithaqError: the file cannot be read, is too large, is not UTF-8, is empty, or contains NUL.
    """
    data = read_bytes(path)
    if len(data) > SIZE_LIMIT:
        raise MithaqError(f"{path} is too large for an article: it has more than {SIZE_LIMIT:,} bytes")
    return Text(str(path), decode_text(data, str(path)))


def decode_text(data: bytes, name: str) -> str:
    """Decode the bytes of a text by the rules of this module.

    Raises:
        MithaqError: the bytes are not UTF-8, are empty, or contain NUL.
    """
    try:
        text = data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MithaqError(f"{name}:{line}: not UTF-8; save the text as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise MithaqError(f"{name}:{line}: a NUL character; save the article as plain text")
    if not text:
        raise MithaqError(f"{name} is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_articles(reader: Reader) -> list[Article]:
    """Return the articles of a database, by slug."""
    sql = "SELECT a.id, r.slug, a.digest, a.length FROM article a JOIN record r ON r.id = a.id ORDER BY r.slug"
    return [Article(*row) for row in reader.rows(sql)]


def verify(database: Database, folder: Path | None = None) -> Iterator[Verdict]:
    """Compare every digest in the database with the attached texts, or with the texts in a folder.

    Raises:
        MithaqError: the folder or database does not exist.
    """
    given = None if folder is None else {text.digest: text for text in _read_texts(folder)}
    with database.read() as reader:
        for article in read_articles(reader):
            text = _read_attached(reader, article) if given is None else given.get(article.digest)
            yield _verify_article(reader, article, text)


def _read_texts(folder: Path) -> Iterator[Text]:
    """Yield the text of every file in the folder; files that are not texts are skipped."""
    if not folder.is_dir():
        raise MithaqError(f"there is no folder {folder}")
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            yield read_text(path)
        except MithaqError:
            continue


def _read_attached(reader: Reader, article: Article) -> Text | None:
    content = reader.value("SELECT text FROM article_text WHERE article = :id", {"id": article.id})
    return None if content is None else Text(article.slug, content)


def _verify_article(reader: Reader, article: Article, text: Text | None) -> Verdict:
    if text is None:
        return Verdict(article.slug, None)
    sql = "SELECT DISTINCT start_char, end_char, digest FROM citation WHERE cited = :id ORDER BY 1, 2"
    spans = reader.rows(sql, {"id": article.id})
    failures = []
    if text.digest != article.digest:
        failures = [f"{article.slug}: the text has another digest ({text.digest})"]
    for start, end, digest in spans:
        found = text.span_digest(start, end)
        if found != digest:
            what = "is outside the text" if found is None else "has another digest"
            failures.append(f"{article.slug}: [{start}, {end}] {what}")
    return Verdict(article.slug, len(spans), failures)
