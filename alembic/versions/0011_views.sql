-- The views that revision 0011_derive_lists_and_totals makes anew, whose counts are kept: one text for SQLite and PostgreSQL.

CREATE VIEW v_country AS
SELECT r.slug, c.code, c.alpha3, r.name_en, r.name_ar,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = c.code AND t.b = '' AND t.c = 'agreement'), 0) AS agreements,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = c.code AND t.b = '' AND t.c = 'event'), 0) AS events,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = c.code AND t.b = '' AND t.c = 'initiative'), 0) AS initiatives,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = c.code AND t.b = '' AND t.c = 'organization'), 0) AS organizations,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = c.code AND t.b = '' AND t.c = 'figure'), 0) AS figures
FROM country c
JOIN record r ON r.id = c.id;

CREATE VIEW v_sector AS
SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = '' AND t.b = s.code AND t.c = 'agreement'), 0) AS agreements,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = '' AND t.b = s.code AND t.c = 'event'), 0) AS events,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = '' AND t.b = s.code AND t.c = 'initiative'), 0) AS initiatives,
    coalesce((SELECT t.n FROM rollup t
        WHERE t.measure = 'records' AND t.a = '' AND t.b = s.code AND t.c = 'organization'), 0) AS organizations
FROM sector s;
