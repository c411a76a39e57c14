"""The report `pairs`: pairs of countries with agreements between them, the busiest first."""

from models.kinds.actions import AGREEMENT
from models.kinds.records import COOPERATION, listed
from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import Filter, of_dates_of, of_links, of_partner, of_sector
from reports.query.report import Report

# Equal to one kind, SQLite would read all agreements by an index, instead of those of a country. PostgreSQL knows how
# many rows a list of kinds leaves, but not how many an expression: it then compares every two rows, for minutes.
OTHERS = listed(kind for kind in COOPERATION if kind != AGREEMENT.kind)
IS_AGREEMENT = f" AND u.kind NOT IN ({OTHERS})"
IS_BILATERAL = f"{IS_AGREEMENT} AND u.partners = 2"
JOINED = "parts a JOIN parts b ON b.record = a.record AND b.country > a.country"


def _source(condition: str) -> str:
    """Return a SELECT of pairs with the numbers and the weight of their wholes.

    Pairs are first grouped by whole only if several records belong to one: grouping all takes twice as long.
    """
    return f"""(
    WITH parts AS (
        {cooperation.partner_countries("u.slug AS record, u.whole, u.done, u.partners", condition)}
    ),
    several AS (
        SELECT q.whole FROM parts q GROUP BY q.whole HAVING min(q.record) < max(q.record)
    )
    SELECT w.country_a, w.country_b, CAST(sum(w.done) AS INTEGER) AS agreements,
        CAST(sum(w.counted - w.done) AS INTEGER) AS planned, round(sum(w.weight), 4) AS weight
    FROM (
        SELECT a.country AS country_a, b.country AS country_b, count(*) AS counted, sum(a.done) AS done,
            sum(a.done / (a.partners - 1.0)) AS weight
        FROM {JOINED}
        WHERE a.whole NOT IN (SELECT e.whole FROM several e){{paired}}
        GROUP BY a.country, b.country
        UNION ALL
        SELECT a.country, b.country, 1, max(a.done), max(a.done) / (min(a.partners) - 1.0)
        FROM {JOINED}
        WHERE a.whole IN (SELECT e.whole FROM several e){{paired}}
        GROUP BY a.country, b.country, a.whole
    ) w
    GROUP BY w.country_a, w.country_b
) pairs"""


BILATERAL = Report(
    name="pairs",
    title_en="Pairs of countries",
    title_ar="أزواج الدول",
    line="Pairs of countries with agreements between them, most agreements first.",
    columns=(
        Column("country_a", "Country", "الدولة", "code", "country"),
        Column("country_b", "With", "مع", "code", "country"),
        col.AGREEMENTS,
        col.PLANNED,
    ),
    source=_source(IS_BILATERAL),
    order=("agreements DESC NULLS LAST", "planned DESC NULLS LAST", "country_a", "country_b"),
    filters=(
        of_partner("u.slug")._replace(paired=":country IN (a.country, b.country)"),
        of_sector("u.slug"),
        Filter("type", "u.slug IN (SELECT slug FROM v_agreement WHERE type = :type)", "agreement_type"),
        *of_dates_of("u.slug"),
        *of_links("p"),
    ),
    example="mithaq report pairs --country KZ",
    remarks=(("counted_bilateral",),),
    counted=cooperation.shared(IS_BILATERAL),
    fit=Fit(("country_a", "country_b", "agreements")),
)
# In a treaty of many parties, each pair has a share: the treaty weighs as much for a party as one with a single
# partner.
WEIGHT = Column("weight", "Weight", "الوزن", "number")
MULTILATERAL = BILATERAL._replace(
    columns=(*BILATERAL.columns, WEIGHT),
    source=_source(IS_AGREEMENT),
    order=("weight DESC NULLS LAST", *BILATERAL.order),
    remarks=(("counted_multilateral",),),
    counted=cooperation.shared(IS_AGREEMENT),
    fit=Fit(("country_a", "country_b", "agreements", "weight")),
)
REPORT = BILATERAL._replace(switches={"multilateral": MULTILATERAL})
