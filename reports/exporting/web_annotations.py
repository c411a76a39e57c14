"""Write citations as W3C Web Annotations, one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TextIO
from uuid import NAMESPACE_URL, uuid5

from reports.exporting.extract import Extract

# Characters of context before and after a quote, to find it again in a changed text.
CONTEXT_LENGTH = 32
IDENTITY = ("digest", "record", "fact_kind", "item", "field", "start_char", "end_char", "collection")
BODY = ("record", "record_kind", "fact_kind", "item", "field", "reading", "note", "collection")
# Our own keys in a body get a namespace of their own.
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:mithaq:"}]
CITATIONS = f"""
SELECT a.digest, c.record, c.record_kind, c.fact_kind, c.item, c.field, c.start_char, c.end_char, c.collection,
    c.reading, c.note, a.language, c.quote,
    substr(t.text, CASE WHEN c.start_char > {CONTEXT_LENGTH} THEN c.start_char - {CONTEXT_LENGTH - 1} ELSE 1 END,
        CASE WHEN c.start_char > {CONTEXT_LENGTH} THEN {CONTEXT_LENGTH} ELSE c.start_char END) AS prefix,
    substr(t.text, c.end_char + 1, {CONTEXT_LENGTH}) AS suffix
FROM v_citation c
JOIN v_article a ON a.slug = c.article
JOIN record r ON r.slug = c.article
LEFT JOIN article_text t ON t.article = r.id
ORDER BY c.article, c.start_char, c.end_char, c.record, c.fact_kind, c.item NULLS LAST, c.field, c.collection,
    c.reading NULLS LAST, c.note NULLS LAST
"""
Citation = dict[str, Any]


def write_annotations(extract: Extract, stream: TextIO) -> None:
    """Write an annotation for each citation."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for annotation in read_annotations(extract):
        stream.write(encode(annotation) + "\n")


def read_annotations(extract: Extract) -> Iterator[dict[str, Any]]:
    """Yield each citation as an annotation, ordered by article."""
    names, rows = extract.reader.select(CITATIONS)
    citations = (dict(zip(names, row, strict=True)) for row in rows)
    # Citations with the same identity, such as the ratifications of two parties, are numbered.
    for identity, alike in groupby(citations, key=itemgetter(*IDENTITY)):
        for number, citation in enumerate(alike):
            yield _build_annotation(citation, str(uuid5(NAMESPACE_URL, json.dumps([*identity, number]))))


def _build_annotation(citation: Citation, identifier: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{identifier}",
        "type": "Annotation",
        "motivation": "linking",
        "body": {
            "id": f"urn:mithaq:{citation['record']}",
            "type": "Dataset",
            **{name: citation[name] for name in BODY if citation[name]},
        },
        "target": {
            "type": "SpecificResource",
            "source": f"urn:sha256:{citation['digest']}",
            "selector": list(_build_selectors(citation)),
        },
    }


def _build_selectors(citation: Citation) -> Iterator[dict[str, Any]]:
    """Yield a selector with the position, and one with the quote if the text is attached."""
    yield {"type": "TextPositionSelector", "start": citation["start_char"], "end": citation["end_char"]}
    if citation["quote"] is not None:
        yield {
            "type": "TextQuoteSelector",
            "exact": citation["quote"],
            "prefix": citation["prefix"],
            "suffix": citation["suffix"],
        }
