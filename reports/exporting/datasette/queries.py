"""The queries that Datasette offers: a search, a record with its references, countries, time, and overdue plans."""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """A named SELECT with its title in both languages."""

    title_en: str
    title_ar: str
    sql: str

    def describe(self) -> dict[str, str | bool]:
        """Return the query as Datasette wants it; the rows come before the SQL."""
        return {"title": f"{self.title_en} · {self.title_ar}", "sql": self.sql, "hide_sql": True}


RECORD = """\
SELECT part, item, name_en, name_ar, record, date, article, quote, note
FROM (
    SELECT 1 AS place, 'record' AS part, kind AS item, name_en, name_ar, slug AS record, NULL AS date,
        NULL AS article, NULL AS quote, note
    FROM v_record WHERE slug = :slug
    UNION ALL
    SELECT 2, 'summary', NULL, summary_en, summary_ar, NULL, NULL, NULL, NULL, NULL
    FROM v_record WHERE slug = :slug AND coalesce(summary_en, summary_ar) IS NOT NULL
    UNION ALL
    SELECT 3, 'party', p.role || CASE p.capacity WHEN 'itself' THEN '' ELSE ':' || p.capacity END,
        coalesce(r.name_en, p.printed), r.name_ar, p.party, NULL, NULL, NULL, NULL
    FROM v_participation p LEFT JOIN v_record r ON r.slug = p.party WHERE p.record = :slug
    UNION ALL
    SELECT 4, 'takes part in', p.role, r.name_en, r.name_ar, p.record, NULL, NULL, NULL, NULL
    FROM v_participation p JOIN v_record r ON r.slug = p.record WHERE p.party = :slug
    UNION ALL
    SELECT 5, 'milestone', m.stage || CASE m.outlook WHEN 'occurred' THEN '' ELSE ':' || m.outlook END,
        c.label_en, c.label_ar, m.party, m.date, NULL, NULL, NULL
    FROM v_milestone m JOIN v_code c ON c.vocabulary = 'stage' AND c.code = m.stage WHERE m.record = :slug
    UNION ALL
    SELECT 6, 'sector', s.sector, n.name_en, n.name_ar, NULL, NULL, NULL, NULL, NULL
    FROM v_classification s JOIN v_sector n ON n.code = s.sector WHERE s.record = :slug
    UNION ALL
    SELECT 7, 'relation', l.type, r.name_en, r.name_ar, l.object, l.period, NULL, NULL, NULL
    FROM v_relation l JOIN v_record r ON r.slug = l.object WHERE l.subject = :slug
    UNION ALL
    SELECT 8, 'relation of', l.type, r.name_en, r.name_ar, l.subject, l.period, NULL, NULL, NULL
    FROM v_relation l JOIN v_record r ON r.slug = l.subject WHERE l.object = :slug
    UNION ALL
    SELECT 9, 'position', NULL, o.title_en, o.title_ar, CASE o.person WHEN :slug THEN o.holder ELSE o.person END,
        o.period, NULL, NULL, NULL
    FROM v_position o WHERE o.person = :slug OR o.holder = :slug
    UNION ALL
    SELECT 10, 'statement', NULL, r.name_en, r.name_ar, a.statement, NULL, NULL, NULL, NULL
    FROM v_about a JOIN v_record r ON r.slug = a.statement WHERE a.record = :slug
    UNION ALL
    SELECT 11, 'citation', coalesce(c.item, c.fact_kind) || CASE c.field WHEN '' THEN '' ELSE ' ' || c.field END,
        NULL, NULL, NULL, NULL, c.source, c.quote, coalesce(c.note || '; ', '')
        || coalesce('row ' || c.row_key || ', column ' || c.column_name,
            'characters ' || c.start_char || ' to ' || c.end_char) || coalesce('; variant: ' || c.reading, '')
    FROM v_citation c WHERE c.record = :slug
)
ORDER BY place, date, item, record"""
SEARCH = """\
SELECT r.slug, r.kind, v.name_en, v.name_ar, v.citations
FROM search
JOIN record r ON r.id = search.rowid
JOIN v_record v ON v.slug = r.slug
WHERE search MATCH mithaq_match(:words)
ORDER BY v.citations DESC, r.slug
LIMIT 200"""
PAIR = """\
SELECT DISTINCT p.record, p.record_kind AS kind, r.name_en, r.name_ar, p.stage, p.done,
    coalesce(a.date, e.date, i.date) AS date
FROM v_partnership p
JOIN v_record r ON r.slug = p.record
LEFT JOIN v_agreement a ON a.slug = p.record
LEFT JOIN v_event e ON e.slug = p.record
LEFT JOIN v_initiative i ON i.slug = p.record
WHERE p.country = upper(:country) AND p.other_country = upper(:other)
ORDER BY coalesce(a.date_from, e.date_from, i.date_from) DESC NULLS LAST, p.record"""
PARTNERS = """\
SELECT p.country, p.other_country, count(DISTINCT CASE WHEN p.done = 1 THEN p.whole END) AS done,
    count(DISTINCT p.whole) - count(DISTINCT CASE WHEN p.done = 1 THEN p.whole END) AS planned
FROM v_partnership p
WHERE p.country < p.other_country
GROUP BY p.country, p.other_country
ORDER BY done DESC, planned DESC, p.country, p.other_country"""
COUNTRY = """\
SELECT DISTINCT p.record, p.record_kind AS kind, r.name_en, r.name_ar, p.role, p.party, p.capacity
FROM v_participation p
JOIN v_record r ON r.slug = p.record
WHERE p.country = upper(:code)
ORDER BY p.record_kind, p.record, p.role, p.party"""
TIMELINE = """\
SELECT t.date, t.step, t.outlook, r.name_en, r.name_ar, t.record, t.party
FROM (
    SELECT date, date_from, date_to, stage AS step, outlook, record, party FROM v_milestone
    UNION ALL
    SELECT date, date_from, date_to, type, outlook, slug, NULL FROM v_event
) t
JOIN v_record r ON r.slug = t.record
WHERE t.date IS NOT NULL AND (
    :country = '' OR t.record IN (SELECT record FROM v_participation WHERE country = upper(:country)))
ORDER BY t.date_from NULLS LAST, t.date_to NULLS LAST, t.record, t.step"""
STALE = """\
SELECT slug, kind, name_en, name_ar, stage, outlook, date, past
FROM v_stale
WHERE past < date('now')
ORDER BY past, slug"""
# No name of a query is that of a table, which Datasette 1.0 would show instead.
QUERIES = {
    "find": Query("Search", "بحث", SEARCH),
    "show": Query("A record", "سجل", RECORD),
    "of_country": Query("A country", "دولة", COUNTRY),
    "pair": Query("Two countries", "دولتان", PAIR),
    "partners": Query("Who cooperates with whom", "من يتعاون مع من", PARTNERS),
    "timeline": Query("Timeline", "التسلسل الزمني", TIMELINE),
    "stale": Query("Overdue", "ما فات موعده", STALE),
}
