"""The tables that are derived from the facts, and the SELECT that gives the rows of each.

`models/derived/refresh.py` runs these SELECTs. Nothing here may grow with the square of a record's parties.
"""

from __future__ import annotations

from typing import NamedTuple

from models.derived import cooperation
from models.kinds.records import RECORDS, having, listed, with_links

LISTS = {"sqlite": "group_concat(x, '; ')", "postgresql": "string_agg(x, '; ' ORDER BY x)"}
# Tables that revisions before 0012 derived; the next upgrade drops them.
FORMER_TABLES = ("listing", "step", "gap", "pending", "rollup")


class Derived(NamedTuple):
    """A derived table: its columns, the first `width` of which are its key, and the SELECT of its rows.

    `{list}` in the SELECT joins texts to a list, in each engine's syntax; `{records}` is the source of the records.
    """

    table: str
    width: int
    columns: str
    select: str

    def rows(self, engine_name: str, records: str = "record") -> str:
        """Return the SELECT of all rows in order of the key; for `state`, optionally of some records only."""
        order = ", ".join(map(str, range(1, self.width + 1)))
        select = self.select.replace("{list}", LISTS[engine_name]).replace("{records}", records)
        return f"{select}\nORDER BY {order}"


DATED = {kind.kind: f"{kind.kind}.{kind.dated_by}" for kind in RECORDS.values() if kind.dated_by}
PLACED = having(lambda kind: any(each.name == "place" for each in kind.fields))
PARTS = {kind.kind: f"{kind.kind}.{kind.part_of}" for kind in RECORDS.values() if kind.part_of and kind.has_parties}
READ = dict.fromkeys((*DATED, *PLACED, *PARTS, *cooperation.DONE))
JOINS = "\n".join((*(f"LEFT JOIN {kind} ON {kind}.id = r.id" for kind in READ), cooperation.JOINS))


def _case(values: dict[str, str], other: str) -> str:
    """Return an expression with a value for each kind of record, and another for the rest."""
    branches = " ".join(f"WHEN '{kind}' THEN {value}" for kind, value in values.items())
    return f"CASE r.kind {branches} ELSE {other} END"


def _own_date(suffix: str) -> str:
    """Return a column of the date of a record: that of a field of its own, or that of its stage."""
    return _case({kind: date + suffix for kind, date in DATED.items()}, f"m.date{suffix}")


# How much a milestone counts for the stage of its record; only those that count most decide.
# 4 the whole instrument's; also where one of two parties ends or suspends an agreement, and there are such
# 3 a party's own, on the ladder; also where one of two parties ends or suspends an agreement
# 2 a party's own, off the ladder
# 1 and 0 joining, accepting and leaving, of the whole and of a party: these never decide beside another
STANDING = """
    SELECT k.*, CASE
        WHEN k.joining = 1 THEN k.shared
        WHEN k.shared = 1 THEN 4
        WHEN k.rank IS NOT NULL THEN 3
        WHEN k.stage IN ('terminated', 'suspended') AND r.kind = 'agreement' AND 2 = (
            SELECT count(DISTINCT coalesce(CAST(l.party AS VARCHAR(20)), l.printed, ':' || l.capacity))
            FROM participation l
            JOIN role y ON y.code = l.role AND y.partner = 1
            LEFT JOIN person u ON u.id = l.party
            WHERE l.record = r.id AND u.id IS NULL
        ) THEN CASE WHEN k.any_shared = 1 THEN 4 ELSE 3 END
        ELSE 2 END AS standing
    FROM (
        SELECT j.*, max(CASE WHEN j.joining = 0 THEN j.shared ELSE 0 END) OVER () AS any_shared
        FROM (
            SELECT o.id, o.stage, s.rank, o.date_from, o.date_to, w.slug AS place,
                CASE WHEN o.party IS NULL AND o.printed IS NULL THEN 1 ELSE 0 END AS shared,
                CASE WHEN o.stage IN ('acceded', 'succeeded', 'accepted', 'withdrawn') THEN 1 ELSE 0 END AS joining
            FROM milestone o
            JOIN stage s ON s.code = o.stage
            LEFT JOIN record w ON w.id = o.place
            WHERE o.record = r.id AND o.outlook = 'occurred'
        ) j
    ) k"""
# The stage is the highest one on the ladder. An unranked stage replaces it, unless a milestone on the ladder is dated
# later; among several unranked stages, the latest wins. Among several milestones of a stage, the one that ends first
# gives the date, so that `1999-05-05` comes before `1999`; an undated one comes last.
DECIDING = f"""
    SELECT c.id FROM (
        SELECT b.*, max(b.date_from) OVER (PARTITION BY b.stage) AS newest,
            max(CASE WHEN b.rank IS NOT NULL THEN b.date_from END) OVER () AS climbed
        FROM (SELECT a.*, max(a.standing) OVER () AS best FROM ({STANDING}
        ) a) b
        WHERE b.standing = b.best
    ) c
    WHERE c.rank IS NOT NULL OR c.climbed IS NULL OR c.date_from IS NULL OR c.climbed <= c.date_from
    ORDER BY CASE WHEN c.rank IS NULL THEN 0 ELSE 1 END, c.rank DESC, c.newest DESC NULLS LAST, c.stage,
        c.date_to NULLS LAST, c.date_from DESC NULLS LAST, c.place NULLS LAST, c.id
    LIMIT 1"""
# The earliest dated signature, or else the adoption.
SIGNED = """
    SELECT o.id FROM milestone o
    WHERE o.record = r.id AND o.outlook = 'occurred' AND o.date IS NOT NULL
        AND (o.stage = 'signed' OR o.stage = 'adopted' AND NOT EXISTS (
            SELECT 1 FROM milestone n WHERE n.record = r.id AND n.outlook = 'occurred' AND n.stage = 'signed'))
    ORDER BY o.date_to NULLS LAST, o.date_from DESC NULLS LAST, o.date
    LIMIT 1"""
# The newest article that cites the record or its links; one whose date has an open end is the newest.
REPORTED = """
    SELECT a.id FROM fact f JOIN citation c ON c.fact = f.id JOIN article a ON a.id = c.cited
    WHERE f.record = r.id AND (a.published_from IS NOT NULL OR a.published_to IS NOT NULL)
    ORDER BY CASE WHEN a.published_to IS NULL THEN 0 ELSE 1 END, a.published_to DESC,
        a.published_from DESC NULLS LAST, a.published
    LIMIT 1"""
STATE = Derived(
    "state",
    1,
    "record, kind, stage, stage_rank, date, date_from, date_to, place,"
    " parties, countries, sectors, subjects, publishers, citations,"
    " signed, signed_from, signed_to, reported_from, reported_to, places, slug, part_of, done, partners",
    f"""
SELECT r.id AS record, r.kind, m.stage, z.rank AS stage_rank,
    {_own_date("")} AS date,
    {_own_date("_from")} AS date_from,
    {_own_date("_to")} AS date_to,
    {_case({kind: f"{kind}.place" for kind in PLACED}, "coalesce(m.place, h.place)")} AS place,
    (SELECT {{list}} FROM (
        SELECT DISTINCT coalesce(p.slug, '') || CASE l.capacity WHEN 'itself' THEN '' ELSE ':' || l.capacity END AS x
        FROM participation l LEFT JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND l.printed IS NULL AND (r.kind <> 'statement' OR l.role = 'speaker')
        ORDER BY 1) q) AS parties,
    (SELECT {{list}} FROM (
        SELECT p.country AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND p.country IS NOT NULL
        UNION
        SELECT p.country FROM figure f JOIN record p ON p.id = f.subject
        WHERE f.id = r.id AND p.country IS NOT NULL ORDER BY 1) q) AS countries,
    (SELECT {{list}} FROM (
        SELECT c.sector AS x FROM classification c WHERE c.record = r.id ORDER BY 1) q) AS sectors,
    (SELECT {{list}} FROM (
        SELECT p.slug AS x FROM about b JOIN record p ON p.id = b.record WHERE b.statement = r.id ORDER BY 1) q
    ) AS subjects,
    (SELECT count(DISTINCT coalesce(a.reprinted_from, a.publisher, d.publisher, c.cited))
        FROM fact f JOIN citation c ON c.fact = f.id
        LEFT JOIN article a ON a.id = c.cited
        LEFT JOIN dataset d ON d.id = c.cited
        WHERE f.record = r.id) AS publishers,
    (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id) AS citations,
    g.date AS signed, g.date_from AS signed_from, g.date_to AS signed_to,
    n.published_from AS reported_from, n.published_to AS reported_to,
    (SELECT {{list}} FROM (
        SELECT DISTINCT p.slug AS x FROM milestone o
        LEFT JOIN event y ON y.id = o.event
        JOIN record p ON p.id = coalesce(o.place, y.place)
        WHERE o.record = m.record AND o.outlook = 'occurred' AND o.stage = m.stage
            AND coalesce(o.date, '') = coalesce(m.date, '') AND coalesce(o.party, 0) = coalesce(m.party, 0)
            AND coalesce(o.printed, '') = coalesce(m.printed, '') ORDER BY 1) q) AS places,
    r.slug,
    {_case(PARTS, "NULL")} AS part_of,
    {_case(cooperation.DONE, "NULL")} AS done,
    {_case(dict.fromkeys(cooperation.DONE, cooperation.PARTNERS), "NULL")} AS partners
FROM {{records}} r
{JOINS}
LEFT JOIN milestone m ON m.id = ({DECIDING})
LEFT JOIN stage z ON z.code = m.stage
LEFT JOIN event h ON h.id = m.event
LEFT JOIN milestone g ON g.id = ({SIGNED})
LEFT JOIN article n ON n.id = ({REPORTED})
WHERE r.kind IN ({listed(with_links("parties"))})""",
)
COUNTRY_COUNT = Derived("country_count", 2, "country, kind, records, planned", cooperation.OF_COUNTRIES)
SECTOR_COUNT = Derived("sector_count", 2, "sector, kind, records, planned", cooperation.OF_SECTORS)
COUNTS = (COUNTRY_COUNT, SECTOR_COUNT)
TABLES = (STATE, *COUNTS)
