"""The `.spans.csv` file of an article: the digest of each span that is cited of its text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

from seeds.format.collection import Span
from seeds.format.records import Citation, Record
from seeds.texts.article_text import Text

HEADER = ("start", "end", "digest")


def format_spans(text: Text, spans: Iterable[Span]) -> bytes:
    """Format sorted lines of start, end and digest; spans outside the text are skipped."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(HEADER)
    for start, end in sorted(spans):
        if digest := text.span_digest(start, end):
            writer.writerow((start, end, digest))
    return lines.getvalue().encode()


def citations_of(records: Iterable[Record]) -> Iterator[Citation]:
    """Yield the citations of records and of their links."""
    for record in records:
        yield from chain(record.citations, *(link.citations for link in record.links))
