"""The report `gaps`: what the database does not say of its records, and what only one line supports."""

from reports import columns as col
from reports.filters import SOURCED, about_country
from reports.report import Report
from reports.table import Column

UNPARTIED = "NOT EXISTS (SELECT 1 FROM v_participation p WHERE p.record = x.slug)"
UNCLASSIFIED = "NOT EXISTS (SELECT 1 FROM v_classification c WHERE c.record = x.slug)"
UNSPOKEN = "NOT EXISTS (SELECT 1 FROM v_participation p WHERE p.record = x.slug AND p.role = 'speaker')"

# A sort of gap, the kind of record, and where it is found.
GAPS = (
    ("no_milestone", "agreement", "v_agreement x WHERE x.stage IS NULL"),
    ("no_milestone", "initiative", "v_initiative x WHERE x.stage IS NULL"),
    ("no_date", "agreement", "v_agreement x WHERE x.date IS NULL"),
    ("no_date", "event", "v_event x WHERE x.date IS NULL"),
    ("no_place", "event", "v_event x WHERE x.place IS NULL"),
    ("no_parties", "agreement", f"v_agreement x WHERE {UNPARTIED}"),
    ("no_parties", "event", f"v_event x WHERE {UNPARTIED}"),
    ("no_sector", "agreement", f"v_agreement x WHERE {UNCLASSIFIED}"),
    ("no_position", "person", "v_person x WHERE x.positions = 0"),
    ("no_country", "organization", "v_organization x WHERE x.country IS NULL AND x.kind <> 'intergovernmental'"),
    ("no_publisher", "article", "v_article x WHERE x.publisher IS NULL"),
    ("no_publication_date", "article", "v_article x WHERE x.published IS NULL OR x.published_basis = 'derived'"),
    ("no_speaker", "statement", f"v_statement x WHERE x.attribution = 'named' AND {UNSPOKEN}"),
)
ONE_CITATION = (
    "SELECT 'one_citation', r.kind, r.slug, r.name_en, r.name_ar FROM v_record r"
    " JOIN (SELECT record FROM v_citation GROUP BY record HAVING count(*) = 1) c ON c.record = r.slug"
    " WHERE r.kind NOT IN ('article', 'country')"
)
SOURCE = "(\n    {}\n) gaps".format(
    "\n    UNION ALL ".join(
        [
            f"SELECT '{gap}' AS gap, '{kind}' AS kind, x.slug, x.name_en, x.name_ar FROM {found}"
            for gap, kind, found in GAPS
        ]
        + [ONE_CITATION]
    )
)

REPORT = Report(
    name="gaps",
    title_en="Gaps",
    title_ar="الثغرات",
    line="What is missing or under-sourced: no date, place, parties, position, publisher, a single citation …",
    columns=(Column("gap", "Gap", "الثغرة", "code", "gap"), col.KIND, col.SLUG, col.NAME_EN, col.NAME_AR),
    source=SOURCE,
    order=("gap", "kind", "slug"),
    filters=(about_country(), *SOURCED),
    example="mithaq report gaps --country DZ",
    layout="sections",
)
