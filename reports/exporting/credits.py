"""Says what an export is, who made it, and under which licence."""

from __future__ import annotations

from models import KEPT, SHIPPED
from reports.exporting.extract import Extract
from reports.exporting.snapshot import count_attached

TITLE = "Mithaq · ميثاق"
DESCRIPTION = "Cooperation between countries as the press reports it, with a citation for every fact"
DESCRIPTION_AR = "التعاون بين الدول كما تنقله الصحافة، ولكل معلومة موضعها في مصدرها"
LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}


def has_only_ours(extract: Extract, quoted: bool = True) -> bool:
    """Return whether the licence covers everything: no collection of a user and, where quoted, no attached article."""
    collections = {name for (name,) in extract.reader.rows("SELECT name FROM v_collection")}
    shown = collections & {extract.collection} if extract.collection else collections
    return shown <= {SHIPPED, KEPT} and not (quoted and count_attached(extract.reader))
