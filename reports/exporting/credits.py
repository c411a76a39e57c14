"""The title, the authors and the licence of an export."""

from __future__ import annotations

from models import KEPT, SHIPPED
from models.storage.database import Reader
from reports.exporting.extract import Extract
from reports.exporting.snapshot import quotes_texts

TITLE = "Mithaq · ميثاق"
DESCRIPTION = "Cooperation between countries as the press reports it, with a citation for every fact"
DESCRIPTION_AR = "التعاون بين الدول كما تنقله الصحافة، ولكل معلومة موضعها في مصدرها"
CONTRIBUTORS = [{"title": "The Mithaq contributors", "role": "author"}]
KEYWORDS = ["treaties", "cooperation", "Arabic", "citations", "dataset"]
LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
SOURCES = """
SELECT s.name_en, s.name_ar, s.url
FROM (
    SELECT 1 AS place, name_en, name_ar, url, published_from, slug FROM v_article
    UNION ALL
    SELECT 2, name_en, name_ar, url, CAST(NULL AS VARCHAR(10)), slug FROM v_dataset
) s
ORDER BY s.place, s.published_from NULLS LAST, s.slug
"""
LOADS = "SELECT collection, max(loaded_at) FROM v_load GROUP BY collection"


def list_sources(extract: Extract) -> list[dict[str, str]]:
    """Return articles and data sets as sources: the title in the languages that it has, and the address if known."""
    return [
        {"title": " · ".join(filter(None, (name_en, name_ar))), **({"path": url} if url else {})}
        for name_en, name_ar, url in extract.reader.rows(SOURCES)
    ]


def last_loads(reader: Reader) -> dict[str, str]:
    """Return when each collection was loaded last: UTC, ISO 8601."""
    return {collection: loaded for collection, loaded in reader.rows(LOADS)}


def has_only_ours(extract: Extract, quoted: bool = True) -> bool:
    """Return whether the licence covers everything: no user's collection and, if quoted, no attached article."""
    collections = {name for (name,) in extract.reader.rows("SELECT name FROM v_collection")}
    shown = collections & {extract.collection} if extract.collection else collections
    return shown <= {SHIPPED, KEPT} and not (quoted and quotes_texts(extract.reader, extract.collection))
