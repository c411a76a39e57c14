"""What the text of an article fills in: its digest and length, and the digests of the spans that files cite of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from models.errors import MithaqError
from seeds.format.collection import Span
from seeds.format.files import SPANS
from seeds.format.reading import LOADER, is_null
from seeds.format.records import Citation, Record
from seeds.texts.article_text import Text

HEADER = ("start", "end", "digest")


def fill_in(files: dict[Path, bytes], text: Text) -> None:
    """Give the article that has no digest yet those of the text; one without its length, the length.

    Raises:
        MithaqError: several articles have no digest, so that nobody knows whose text it is.
    """
    known = [path for path, data in files.items() if text.digest.encode() in data]
    starting = known or [path for path, data in files.items() if "digest" in _missing(data)]
    if len(starting) > 1 and not known:
        names = ", ".join(map(str, starting))
        raise MithaqError(f"{text.name} could be the text of several articles: name one of {names}")
    for path in starting:
        files[path] = _filled(files[path], text)


def _filled(data: bytes, text: Text) -> bytes:
    values = {"digest": text.digest, "length": str(len(text.content))}
    pairs = [f"{key}: {values[key]}" for key in _missing(data)]
    if not pairs:
        return data
    source, node = data.decode(), _article_node(data)
    at, column = node.start_mark.index, node.start_mark.column
    if node.flow_style:
        return (source[: at + 1] + "".join(f"{pair}, " for pair in pairs) + source[at + 1 :]).encode()
    return (source[:at] + "".join(f"{pair}\n{' ' * column}" for pair in pairs) + source[at:]).encode()


def _missing(data: bytes) -> list[str]:
    """Which of digest and length the article of a file lacks."""
    node = _article_node(data)
    if node is None:
        return []
    present = {key.value for key, value in node.value if not is_null(value)}
    return [] if "extend" in present else [key for key in ("digest", "length") if key not in present]


def _article_node(data: bytes) -> Any:
    """The mapping under `article:`; None where there is none, or the file is not readable."""
    try:
        root = yaml.compose(data.decode(), Loader=LOADER)
    except (UnicodeDecodeError, yaml.YAMLError):
        return None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((node for key, node in pairs if key.value == "article" and isinstance(node, yaml.MappingNode)), None)


def spans_file(
    records: list[Record], text: Text, shipped: Mapping[str, str], folder: Path
) -> Iterator[tuple[Path, bytes]]:
    """Where the digests of the spans go that these records cite of the text, and the file itself; nothing if the
    text is neither that of an article among them nor of a shipped one (`shipped`: slugs by digest)."""
    own = {each.values["digest"]: each for each in records if each.kind == "article" and not each.extends}
    article = own.get(text.digest)
    slug = article.slug if article else shipped.get(text.digest)
    if slug is None:
        return
    spans = {(each.start, each.end) for each in _citations(records) if each.article == slug}
    home = Path(article.place.path).parent if article else folder
    existing = next(iter(sorted(folder.rglob(slug + SPANS))), None)
    yield existing or home / (slug + SPANS), spans_csv(text, spans)


def spans_csv(text: Text, spans: Iterable[Span]) -> bytes:
    """Lines of start, end and digest, in order; without spans that do not lie inside the text."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(HEADER)
    for start, end in sorted(spans):
        if digest := text.span_digest(start, end):
            writer.writerow((start, end, digest))
    return lines.getvalue().encode()


def _citations(records: list[Record]) -> Iterator[Citation]:
    for record in records:
        yield from chain(record.citations, *(link.citations for link in record.links))
