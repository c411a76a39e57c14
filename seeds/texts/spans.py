"""Fill in the digest and length of an article from its text, and compute the digests of cited spans."""

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
    """Add the digest and length of the text to the article that lacks them.

    Raises:
        MithaqError: several articles have no digest, so it is unclear which one has this text.
    """
    known = [path for path, data in files.items() if text.digest.encode() in data]
    starting = known or [path for path, data in files.items() if "digest" in _missing_fields(data)]
    if len(starting) > 1 and not known:
        names = ", ".join(map(str, starting))
        raise MithaqError(f"{text.name} could be the text of several articles; format one of them: {names}")
    for path in starting:
        files[path] = _insert_fields(files[path], text)


def _insert_fields(data: bytes, text: Text) -> bytes:
    values = {"digest": text.digest, "length": str(len(text.content))}
    pairs = [f"{key}: {values[key]}" for key in _missing_fields(data)]
    if not pairs:
        return data
    source, node = data.decode(), _find_article_node(data)
    at, column = node.start_mark.index, node.start_mark.column
    if node.flow_style:
        return (source[: at + 1] + "".join(f"{pair}, " for pair in pairs) + source[at + 1 :]).encode()
    return (source[:at] + "".join(f"{pair}\n{' ' * column}" for pair in pairs) + source[at:]).encode()


def _missing_fields(data: bytes) -> list[str]:
    """Return which of digest and length the article of a file lacks."""
    node = _find_article_node(data)
    if node is None:
        return []
    present = {key.value for key, value in node.value if not is_null(value)}
    return [] if "extend" in present else [key for key in ("digest", "length") if key not in present]


def _find_article_node(data: bytes) -> Any:
    """Return the mapping under `article:`, or None if there is none or the file is not valid YAML."""
    try:
        root = yaml.compose(data.decode(), Loader=LOADER)
    except (UnicodeDecodeError, yaml.YAMLError):
        return None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((node for key, node in pairs if key.value == "article" and isinstance(node, yaml.MappingNode)), None)


def build_spans_file(
    records: list[Record], text: Text, shipped: Mapping[str, str], folder: Path
) -> Iterator[tuple[Path, bytes]]:
    """Yield the path and content of the `.spans.csv` file for the spans that these records cite of the text.

    Yields nothing if the text belongs neither to an article of the records nor to a shipped one (`shipped` has the
    slugs by digest).
    """
    own = {each.values["digest"]: each for each in records if each.kind == "article" and not each.extends}
    article = own.get(text.digest)
    slug = article.slug if article else shipped.get(text.digest)
    if slug is None:
        return
    spans = {(each.start, each.end) for each in _iterate_citations(records) if each.article == slug}
    home = Path(article.place.path).parent if article else folder
    existing = next(iter(sorted(folder.rglob(slug + SPANS))), None)
    yield existing or home / (slug + SPANS), format_spans(text, spans)


def format_spans(text: Text, spans: Iterable[Span]) -> bytes:
    """Format sorted lines of start, end and digest; spans outside the text are skipped."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(HEADER)
    for start, end in sorted(spans):
        if digest := text.span_digest(start, end):
            writer.writerow((start, end, digest))
    return lines.getvalue().encode()


def _iterate_citations(records: list[Record]) -> Iterator[Citation]:
    for record in records:
        yield from chain(record.citations, *(link.citations for link in record.links))
