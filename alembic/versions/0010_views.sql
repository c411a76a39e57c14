-- The views that revision 0010_look_up_by_any_column makes anew: one text for SQLite and PostgreSQL.
-- A slug of another record comes by LEFT JOIN, so that a condition on it is a look-up, and a reader who does not ask for
-- it does not pay. Lists and counts of a row are scalar subqueries.
-- A kind is named of a record where that leads to an index in which what is listed lies in order; of kinds with fewer
-- rows PostgreSQL would expect none to be left, and sort them all.

CREATE VIEW v_article AS
SELECT r.slug, r.name_en, r.name_ar, a.language,
    p.slug AS publisher,
    a.byline,
    q.slug AS reprinted_from,
    a.published, a.published_from, a.published_to, a.published_basis, a.url, a.digest, a.length,
    (SELECT count(*) FROM article_text t WHERE t.article = a.id) AS attached,
    (SELECT count(DISTINCT c.fact) FROM citation c WHERE c.article = a.id) AS facts,
    (SELECT count(*) FROM citation c WHERE c.article = a.id) AS citations
FROM article a
JOIN record r ON r.id = a.id
LEFT JOIN record p ON p.id = a.publisher
LEFT JOIN record q ON q.id = a.reprinted_from;

CREATE VIEW v_organization AS
SELECT r.slug, r.name_en, r.name_ar, o.kind, r.country,
    p.slug AS parent,
    (SELECT count(DISTINCT l.record) FROM participation l JOIN record a ON a.id = l.record
        WHERE l.party = o.id AND a.kind = 'agreement') AS agreements,
    (SELECT count(DISTINCT l.record) FROM participation l JOIN record e ON e.id = l.record
        WHERE l.party = o.id AND e.kind = 'event') AS events
FROM record r
JOIN organization o ON o.id = r.id
LEFT JOIN record p ON p.id = o.parent
WHERE r.kind = 'organization';

CREATE VIEW v_person AS
SELECT r.slug, r.name_en, r.name_ar, r.country,
    (SELECT count(*) FROM position p WHERE p.person = r.id) AS positions
FROM record r
WHERE r.kind = 'person';

CREATE VIEW v_position AS
SELECT r.slug AS person, h.slug AS holder,
    p.title_en, p.title_ar, p.former, p.period, p.period_from, p.period_to
FROM position p
JOIN record r ON r.id = p.person
LEFT JOIN record h ON h.id = p.holder;

CREATE VIEW v_place AS
SELECT r.slug, r.name_en, r.name_ar, p.kind, r.country
FROM record r
JOIN place p ON p.id = r.id
WHERE r.kind = 'place';

CREATE VIEW v_agreement AS
SELECT s.slug, r.name_en, r.name_ar, a.type, s.stage, s.stage_rank, s.date, s.date_from, s.date_to,
    p.slug AS place, s.parties, s.countries, s.sectors,
    a.value, a.value_to, a.currency, a.qualifier, a.instruments, a.instruments_qualifier,
    a.period, a.period_from, a.period_to,
    w.slug AS part_of, s.publishers, s.citations
FROM state s
JOIN agreement a ON a.id = s.record
JOIN record r ON r.id = s.record AND r.kind = 'agreement'
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record w ON w.id = a.part_of
WHERE s.kind = 'agreement';

CREATE VIEW v_event AS
SELECT s.slug, r.name_en, r.name_ar, e.type, e.outlook, s.date, s.date_from, s.date_to,
    p.slug AS place, p.country AS place_country,
    s.parties AS participants, s.countries, s.sectors,
    w.slug AS part_of, s.publishers, s.citations
FROM state s
JOIN event e ON e.id = s.record
JOIN record r ON r.id = s.record
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record w ON w.id = e.part_of
WHERE s.kind = 'event';

CREATE VIEW v_initiative AS
SELECT s.slug, r.name_en, r.name_ar, i.type, s.stage, s.stage_rank, s.date, s.date_from, s.date_to,
    p.slug AS place, s.parties AS participants, s.countries, s.sectors,
    i.period, i.period_from, i.period_to,
    w.slug AS part_of, s.publishers, s.citations
FROM state s
JOIN initiative i ON i.id = s.record
JOIN record r ON r.id = s.record
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record w ON w.id = i.part_of
WHERE s.kind = 'initiative';

CREATE VIEW v_milestone AS
SELECT r.slug AS record, r.kind AS record_kind, m.stage, g.rank AS stage_rank, m.outlook,
    p.slug AS party, m.date, m.date_from, m.date_to, e.slug AS event, l.slug AS place
FROM milestone m
JOIN record r ON r.id = m.record
JOIN stage g ON g.code = m.stage
LEFT JOIN record p ON p.id = m.party
LEFT JOIN record e ON e.id = m.event
LEFT JOIN record l ON l.id = m.place;

CREATE VIEW v_figure AS
SELECT s.slug, r.name_en, r.name_ar, p.slug AS subject,
    g.measure, g.amount, g.amount_to, g.unit, g.currency, g.qualifier,
    s.date AS period, s.date_from AS period_from, s.date_to AS period_to, g.base, g.base_from, g.base_to,
    s.countries, s.publishers, s.citations
FROM state s
JOIN figure g ON g.id = s.record
JOIN record r ON r.id = s.record
LEFT JOIN record p ON p.id = g.subject
WHERE s.kind = 'figure';

CREATE VIEW v_statement AS
SELECT s.slug, r.name_en, r.name_ar, r.summary_en, r.summary_ar, t.attribution, t.mode,
    s.parties AS speakers, e.slug AS event,
    s.date, s.date_from, s.date_to, s.subjects, s.countries, s.sectors, s.publishers, s.citations
FROM state s
JOIN statement t ON t.id = s.record
JOIN record r ON r.id = s.record
LEFT JOIN record e ON e.id = t.event
WHERE s.kind = 'statement';

CREATE VIEW v_relation AS
SELECT s.slug AS subject, s.kind AS subject_kind, l.type, o.slug AS object, o.kind AS object_kind,
    c.slug AS context, l.sector, l.period, l.period_from, l.period_to
FROM relation l
JOIN record s ON s.id = l.subject
JOIN record o ON o.id = l.object
LEFT JOIN record c ON c.id = l.context;
