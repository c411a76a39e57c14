"""Write the search index of the site: the folded words of each record, as a script that pages in files can load too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from models.derived.folding import compounds, words
from models.kinds.records import RECORDS
from reports.site.addresses import record_path, sector_path
from reports.site.contents import Contents

# Codes whose labels are searched.
LABELLED = ("type", "organization_kind", "place_kind", "kind", "sectors")


def write_index(contents: Contents) -> bytes:
    """Return a script that defines the index: the names, and words by place, of every page of a record or sector."""
    kinds = {kind: {"en": record.label.en, "ar": record.label.ar} for kind, record in RECORDS.items()}
    kinds["sector"] = {"en": "Sector", "ar": "قطاع"}
    records = [_record(contents, slug) for slug in sorted(contents.slugs)]
    records += [_sector(contents, code) for code in contents.used_sectors]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in records)
    named = json.dumps(kinds, ensure_ascii=False)
    return f"const MITHAQ = {{ kinds: {named}, records: [\n{lines}\n] }};\n".encode("utf-8", "replace")


def _record(contents: Contents, slug: str) -> dict[str, Any]:
    record = contents.library.record(slug)
    names = [record["name_en"], record["name_ar"]]
    others = [slug, *(row[0] for row in contents.library.sections["names"].rows.get(slug, ()))]
    summaries = [record["summary_en"], record["summary_ar"], record["note"]]
    places = (names, others, _labels(contents, slug), summaries)
    entry = _entry(record_path(slug), record["kind"], names, places)
    return entry | {"cited": len(contents.evidence.passages.get(slug, ()))}


def _sector(contents: Contents, code: str) -> dict[str, Any]:
    _, *names = contents.sectors[code]
    return _entry(sector_path(code), "sector", names, (names, [code], [], contents.definitions[code])) | {
        "cited": len(contents.of_sector[code])
    }


def _entry(path: str, kind: str, names: Iterable[str | None], places: Iterable[Iterable[str | None]]) -> dict[str, Any]:
    english, arabic = names
    return {
        "path": path,
        "kind": kind,
        "en": english,
        "ar": arabic,
        "names": [" ".join(words(name)) for name in (english, arabic) if name],
        "words": list(_words(places)),
    }


def _words(places: Iterable[Iterable[str | None]]) -> Iterator[str]:
    """Yield the words of each place that no earlier place has."""
    known: set[str] = set()
    for texts in places:
        found = {word for text in texts if text for word in (*words(text), *compounds(text))} - known
        known |= found
        yield " ".join(sorted(found))


def _labels(contents: Contents, slug: str) -> Iterator[str | None]:
    head = contents.library.head(slug)
    row = next(iter(head.rows))
    for column, value in zip(head.columns, row, strict=True):
        if column.name in LABELLED and value:
            for code in str(value).split("; "):
                for language in ("en", "ar"):
                    drawer = contents.drawers[language, ""]
                    yield from (drawer.wording.labels.get((name, code)) for name in column.vocabularies)
