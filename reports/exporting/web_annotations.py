"""Write citations as W3C Web Annotations, one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, TextIO
from uuid import NAMESPACE_URL, uuid5

from reports.exporting.credits import last_loads
from reports.exporting.extract import Extract

# Characters of context before and after a quote, to find it again in a changed text.
CONTEXT_LENGTH = 32
IDENTITY = ("digest", "record", "fact_kind", "item", "field", "start_char", "end_char", "collection")
# The columns that locate a cell, as positions locate characters; the first three identify it.
CELL = ("source", "row_key", "column_name", "printed")
BODY = ("record", "record_kind", "fact_kind", "item", "field", "reading", "note", "collection")
# Our own keys in a body get a namespace of their own.
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:mithaq:"}]
CITATIONS = f"""
SELECT COALESCE(a.digest, d.digest) AS digest, c.record, c.record_kind, c.fact_kind, c.item, c.field,
    c.start_char, c.end_char, c.collection,
    c.reading, c.note, COALESCE(a.language, d.language) AS language, c.quote,
    c.source, c.row_key, c.column_name, c.printed,
    CASE WHEN d.sheet IS NULL THEN x.row END AS row_number, x."column" AS column_number,
    substr(t.text, CASE WHEN c.start_char > {CONTEXT_LENGTH} THEN c.start_char - {CONTEXT_LENGTH - 1} ELSE 1 END,
        CASE WHEN c.start_char > {CONTEXT_LENGTH} THEN {CONTEXT_LENGTH} ELSE c.start_char END) AS prefix,
    substr(t.text, c.end_char + 1, {CONTEXT_LENGTH}) AS suffix
FROM v_citation c
JOIN record r ON r.slug = c.source
LEFT JOIN v_article a ON a.slug = c.source
LEFT JOIN v_dataset d ON d.slug = c.source
LEFT JOIN article_text t ON t.article = r.id
LEFT JOIN cell_text x ON x.dataset = r.id AND x.row_key = c.row_key AND x.column_name = c.column_name
ORDER BY c.source_kind, c.source, c.start_char, c.end_char, c.row_key, c.column_name, c.record,
    c.fact_kind, c.item NULLS LAST, c.field, c.collection,
    c.reading NULLS LAST, c.note NULLS LAST
"""
Citation = dict[str, Any]
RFC_7111 = "http://tools.ietf.org/rfc/rfc7111"


def write_annotations(extract: Extract, stream: TextIO) -> None:
    """Write an annotation for each citation."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for annotation in read_annotations(extract):
        stream.write(encode(annotation) + "\n")


def read_annotations(extract: Extract) -> Iterator[dict[str, Any]]:
    """Yield each citation as an annotation, ordered by source."""
    loaded = last_loads(extract.reader)
    names, rows = extract.reader.select(CITATIONS)
    citations = (dict(zip(names, row, strict=True)) for row in rows)
    if extract.collection is not None:
        citations = (each for each in citations if each["collection"] == extract.collection)
    # Citations with the same identity, such as the ratifications of two parties, are numbered.
    for identity, alike in groupby(citations, key=_identify):
        for number, citation in enumerate(alike):
            annotation = _build_annotation(citation, str(uuid5(NAMESPACE_URL, json.dumps([*identity, number]))))
            created = loaded.get(citation["collection"])
            yield {**annotation, "created": created} if created else annotation


def _identify(citation: Citation) -> tuple[Any, ...]:
    """Return the identity of a citation; for characters it has stayed the same since 0.1.0."""
    names = (*IDENTITY, *CELL[:3]) if citation["row_key"] else IDENTITY
    return tuple(citation[name] for name in names)


def _build_annotation(citation: Citation, identifier: str) -> dict[str, Any]:
    selectors = list(_build_selectors(citation))
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{identifier}",
        "type": "Annotation",
        "motivation": "linking",
        # Each body is a node of its own: one node of a record would have the items and fields of all its citations.
        "body": {
            "type": "SpecificResource",
            "source": f"urn:mithaq:{citation['record']}",
            "purpose": "linking",
            **{name: citation[name] for name in BODY if citation[name]},
        },
        "target": {
            "type": "SpecificResource",
            "source": f"urn:sha256:{citation['digest']}",
            **({"language": citation["language"]} if citation["language"] else {}),
            **_build_cell(citation),
            **({"selector": selectors} if selectors else {}),
        },
    }


def _build_cell(citation: Citation) -> dict[str, Any]:
    """Return the data set, row key, column and printed text of a cell; nothing for characters."""
    if not citation["row_key"]:
        return {}
    return {"dataset": citation["source"], **{name: citation[name] for name in CELL[1:] if citation[name]}}


def _build_selectors(citation: Citation) -> Iterator[dict[str, Any]]:
    """Yield a selector with the position, and one with the quote if the text is attached.

    The position of a cell is known where the file is attached: a text file has fragments, a workbook has none.
    """
    if citation["row_key"]:
        if citation["row_number"] is not None:
            value = f"cell={citation['row_number']},{citation['column_number']}"
            yield {"type": "FragmentSelector", "conformsTo": RFC_7111, "value": value}
        if citation["quote"] is not None:
            yield {"type": "TextQuoteSelector", "exact": citation["quote"]}
        return
    yield {"type": "TextPositionSelector", "start": citation["start_char"], "end": citation["end_char"]}
    if citation["quote"] is not None:
        yield {
            "type": "TextQuoteSelector",
            "exact": citation["quote"],
            "prefix": citation["prefix"],
            "suffix": citation["suffix"],
        }
