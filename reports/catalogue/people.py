"""The report `people`: persons with the position that the articles give them."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import SOURCED, Filter, of_identifier
from reports.query.report import BY_NAME, Report

# "Former head", but "Former CEO".
LOWERED = """CASE WHEN substr(o.title_en, 2, 1) = lower(substr(o.title_en, 2, 1))
                THEN lower(substr(o.title_en, 1, 1)) || substr(o.title_en, 2) ELSE o.title_en END"""
TITLE_EN = f"CASE WHEN o.former = 1 THEN 'Former ' || {LOWERED} ELSE o.title_en END"
TITLE_AR = "CASE WHEN o.former = 1 THEN o.title_ar || ' سابقًا' ELSE o.title_ar END"


def newest_first(citations: str) -> tuple[str, ...]:
    """Return an order of positions, given SQL that counts the citations of each.

    The newest by date; then held before former before unstated; then an office in an organization before one in none,
    the more cited one, and the shorter title.
    """
    return (
        "o.period_from DESC NULLS LAST",
        "o.former NULLS LAST",
        "CASE WHEN o.holder IS NULL THEN 1 ELSE 0 END NULLS LAST",
        f"{citations} DESC NULLS LAST",
        "length(COALESCE(o.title_en, o.title_ar)) NULLS LAST",
        "o.item NULLS LAST",
    )


# Every link is cited. Spark does not look from an order to the query around it, so citations are joined and counted.
POSITION = "o.item, o.period_from, o.former, o.holder, o.title_en, o.title_ar"


def _newest(expression: str, name: str) -> str:
    newest = ", ".join(newest_first("count(c.record)"))
    return f"""(SELECT {expression}
            FROM v_position o JOIN v_citation c ON c.record = o.person AND c.item = o.item
            WHERE o.person = p.slug GROUP BY {POSITION} ORDER BY {newest} LIMIT 1) AS {name}"""


SOURCE = f"""(
    SELECT p.slug, p.name_en, p.name_ar, p.country, p.positions,
        {_newest(TITLE_EN, "position_en")},
        {_newest(TITLE_AR, "position_ar")},
        {_newest("o.former", "former")},
        {_newest("o.holder", "holder")}
    FROM v_person p
) people"""

REPORT = Report(
    name="people",
    title_en="People",
    title_ar="الأشخاص",
    line="Persons, each with the newest position that the articles give, held or former.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        Column("position_en", "Title", "المنصب بالإنجليزية"),
        Column("position_ar", "Arabic title", "المنصب"),
        # In a drawn table, the position contains it.
        *col.of("position", "former", detail=True),
        *col.of("position", "holder"),
        col.COUNTRY,
        Column("positions", "Positions", "عدد المناصب", "integer", detail=True),
    ),
    source=SOURCE,
    order=(BY_NAME, "slug"),
    filters=(
        Filter("country", "country = :country"),
        Filter("organization", "slug IN (SELECT person FROM v_position WHERE holder = :organization)"),
        *SOURCED,
        of_identifier(),
    ),
    example="mithaq report people --country RU --lang ar",
    fit=Fit(("name", "position"), ("country", "holder")),
)
