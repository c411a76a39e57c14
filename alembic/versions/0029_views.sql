-- The views as they are today: one text for SQLite and PostgreSQL. Those called v_… are the contract with every reader.
-- A revision creates them from a frozen copy of this file, alembic/versions/NNNN_views.sql (CONTRIBUTING.md says how).
-- Comments are whole lines, and a semicolon at the end of a line ends a statement.
--
-- A slug of another record comes by LEFT JOIN, and so may names and what a code means: a condition on it is a look-up, and
-- a query that does not select it does not read it. Lists and counts of a row are scalar subqueries, and so is what a count
-- should not read: SQLite reads an unused LEFT JOIN where rows are grouped.
-- Where a view names a kind of record, an index then gives its rows in order. For the rarer kinds PostgreSQL would sort
-- all rows instead, so their views name the kind of `state` only.

-- Name a link in words, so that no two links of a record have the same words: what a printed text and a title have of
-- `:`, `;` and backslash follows a backslash. No literal has a colon before a letter: SQLAlchemy would take it for a parameter.
-- Not part of the contract.
CREATE VIEW fact_item AS
SELECT f.id AS fact,
    CASE f.kind
        WHEN 'participation' THEN (
            SELECT 'party:' || coalesce(p.slug, '"' || replace(replace(replace(l.printed, '\', '\\'), ':', '\' || ':'), ';', '\' || ';') || '"', '')
                || CASE l.capacity WHEN 'itself' THEN '' ELSE ':' || l.capacity END || ':' || l.role
            FROM participation l LEFT JOIN record p ON p.id = l.party WHERE l.id = f.id)
        WHEN 'milestone' THEN (
            SELECT 'milestone:' || m.stage || CASE m.outlook WHEN 'occurred' THEN '' ELSE ':' || m.outlook END
                || coalesce(':' || m.date, '')
                || coalesce(':' || 'by=' || coalesce(p.slug, '"' || replace(replace(replace(m.printed, '\', '\\'), ':', '\' || ':'), ';', '\' || ';') || '"'), '')
                || coalesce(':' || 'at=' || e.slug, '')
                || coalesce(':' || 'in=' || coalesce(w.slug, '"' || replace(replace(replace(m.place_printed, '\', '\\'), ':', '\' || ':'), ';', '\' || ';') || '"'), '')
            FROM milestone m LEFT JOIN record p ON p.id = m.party LEFT JOIN record e ON e.id = m.event
                LEFT JOIN record w ON w.id = m.place WHERE m.id = f.id)
        WHEN 'relation' THEN (
            SELECT 'relation:' || l.type || ':' || o.slug || coalesce(':' || 'in=' || c.slug, '')
                || coalesce(':' || 'sector=' || l.sector, '') || coalesce(':' || 'period=' || l.period, '')
                || coalesce(':' || 'said=' || s.slug, '')
            FROM relation l JOIN record o ON o.id = l.object LEFT JOIN record c ON c.id = l.context
                LEFT JOIN record s ON s.id = l.statement WHERE l.id = f.id)
        WHEN 'position' THEN (
            SELECT 'position:' || coalesce(h.slug, '') || ':' || replace(replace(replace(coalesce(p.title_en, p.title_ar), '\', '\\'), ':', '\' || ':'), ';', '\' || ';')
                || coalesce(':' || 'period=' || p.period, '')
                || CASE p.former WHEN 1 THEN ':' || 'former' WHEN 0 THEN ':' || 'former=no' ELSE '' END
            FROM position p LEFT JOIN record h ON h.id = p.holder WHERE p.id = f.id)
        WHEN 'classification' THEN (SELECT 'sector:' || c.sector FROM classification c WHERE c.id = f.id)
        WHEN 'identifier' THEN (SELECT 'identifier:' || i.scheme || ':' || i.value FROM identifier i WHERE i.id = f.id)
        WHEN 'about' THEN (SELECT 'about:' || o.slug FROM about b JOIN record o ON o.id = b.record WHERE b.id = f.id)
    END AS item
FROM fact f;

CREATE VIEW v_article AS
SELECT r.slug, r.name_en, r.name_ar, a.language,
    p.slug AS publisher,
    a.byline,
    q.slug AS reprinted_from,
    a.published, a.published_from, a.published_to, a.published_basis, a.url, a.digest, a.length,
    (SELECT count(*) FROM article_text t WHERE t.article = a.id) AS attached,
    (SELECT count(DISTINCT c.fact) FROM citation c WHERE c.cited = a.id) AS facts,
    (SELECT count(*) FROM citation c WHERE c.cited = a.id) AS citations,
    a.retrieved
FROM article a
JOIN record r ON r.id = a.id
LEFT JOIN record p ON p.id = a.publisher
LEFT JOIN record q ON q.id = a.reprinted_from;

CREATE VIEW v_dataset AS
SELECT r.slug, r.name_en, r.name_ar, d.language, p.slug AS publisher, d.url, d.edition, d.licence,
    d.key_columns, d.sheet, d.digest, d.rows,
    (SELECT count(*) FROM (SELECT 1 AS x FROM cell_text t WHERE t.dataset = d.id LIMIT 1) u) AS attached,
    (SELECT count(DISTINCT c.fact) FROM citation c WHERE c.cited = d.id) AS facts,
    (SELECT count(*) FROM citation c WHERE c.cited = d.id) AS citations
FROM dataset d
JOIN record r ON r.id = d.id
LEFT JOIN record p ON p.id = d.publisher;

CREATE VIEW v_record AS
SELECT r.slug, r.kind, r.name_en, r.name_ar, r.summary_en, r.summary_ar, r.note, r.country, f.collection,
    coalesce((SELECT s.citations FROM state s WHERE s.record = r.id),
        (SELECT count(*) FROM fact g JOIN citation c ON c.fact = g.id WHERE g.record = r.id)) AS citations
FROM record r
LEFT JOIN fact f ON f.id = r.id;

CREATE VIEW v_former_slug AS
SELECT o.slug, r.slug AS record, r.kind AS record_kind
FROM former_slug o
JOIN record r ON r.id = o.record;

CREATE VIEW v_collection AS
SELECT c.name
FROM collection c;

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
    p.title_en, p.title_ar, p.former, p.period, p.period_from, p.period_to,
    (SELECT w.item FROM fact_item w WHERE w.fact = p.id) AS item, f.collection
FROM position p
JOIN record r ON r.id = p.person
LEFT JOIN fact f ON f.id = p.id
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
    w.slug AS part_of, s.publishers, s.citations,
    s.signed, s.signed_from, s.signed_to, s.reported_from, s.reported_to, s.places,
    (SELECT count(DISTINCT l.printed) FROM participation l WHERE l.record = s.record) AS unidentified
FROM state s
JOIN agreement a ON a.id = s.record
JOIN record r ON r.id = s.record AND r.kind = 'agreement'
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record w ON w.id = a.part_of
WHERE s.kind = 'agreement';

-- Events at a place are found by `state`, in order; those at the places of a country by `event`, whose rows are shorter.
CREATE VIEW v_event AS
SELECT s.slug, r.name_en, r.name_ar, e.type, e.outlook, s.date, s.date_from, s.date_to,
    p.slug AS place, q.country AS place_country,
    s.parties AS participants, s.countries, s.sectors,
    w.slug AS part_of, s.publishers, s.citations, y.cooperation, s.reported_from, s.reported_to, e.place_printed
FROM state s
JOIN event e ON e.id = s.record
LEFT JOIN record r ON r.id = s.record
LEFT JOIN event_type y ON y.code = e.type
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record q ON q.id = e.place
LEFT JOIN record w ON w.id = e.part_of
WHERE s.kind = 'event';

CREATE VIEW v_initiative AS
SELECT s.slug, r.name_en, r.name_ar, i.type, s.stage, s.stage_rank, s.date, s.date_from, s.date_to,
    p.slug AS place, s.parties AS participants, s.countries, s.sectors,
    i.period, i.period_from, i.period_to,
    w.slug AS part_of, s.publishers, s.citations, y.cooperation, s.reported_from, s.reported_to
FROM state s
JOIN initiative i ON i.id = s.record
JOIN record r ON r.id = s.record
JOIN initiative_type y ON y.code = i.type
LEFT JOIN record p ON p.id = s.place
LEFT JOIN record w ON w.id = i.part_of
WHERE s.kind = 'initiative';

CREATE VIEW v_participation AS
SELECT r.slug AS record, r.kind AS record_kind, p.slug AS party, p.kind AS party_kind,
    l.role, l.capacity, p.country, o.partner, l.printed,
    (SELECT w.item FROM fact_item w WHERE w.fact = l.id) AS item,
    (SELECT f.collection FROM fact f WHERE f.id = l.id) AS collection
FROM participation l
JOIN record r ON r.id = l.record
LEFT JOIN role o ON o.code = l.role
LEFT JOIN record p ON p.id = l.party;

CREATE VIEW v_milestone AS
SELECT r.slug AS record, r.kind AS record_kind, m.stage, g.rank AS stage_rank, m.outlook,
    p.slug AS party, m.date, m.date_from, m.date_to, e.slug AS event, l.slug AS place, m.printed, m.place_printed,
    (SELECT w.item FROM fact_item w WHERE w.fact = m.id) AS item, f.collection
FROM milestone m
JOIN record r ON r.id = m.record
LEFT JOIN fact f ON f.id = m.id
LEFT JOIN stage g ON g.code = m.stage
LEFT JOIN record p ON p.id = m.party
LEFT JOIN record e ON e.id = m.event
LEFT JOIN record l ON l.id = m.place;

-- What counts as cooperation, with the record as whose part it counts. Not part of the contract.
CREATE VIEW cooperation AS
SELECT s.record, s.kind, s.slug, coalesce(x.part_of, s.part_of, s.record) AS whole,
    coalesce(y.slug, x.slug, s.slug) AS whole_slug, s.done, s.stage, s.stage_rank, s.partners
FROM state s
LEFT JOIN state x ON x.record = s.part_of
LEFT JOIN state y ON y.record = x.part_of
WHERE s.done IS NOT NULL;

CREATE VIEW v_cooperation AS
SELECT u.slug, u.kind, u.whole_slug AS whole, u.done, u.stage, u.stage_rank, u.partners
FROM cooperation u;

-- Each two partners of different countries, in both orders.
CREATE VIEW v_partnership AS
SELECT u.slug AS record, u.kind AS record_kind, u.whole_slug AS whole, u.done, u.stage, u.stage_rank,
    p.slug AS party, p.country, (SELECT w.item FROM fact_item w WHERE w.fact = l.id) AS item,
    (SELECT f.collection FROM fact f WHERE f.id = l.id) AS collection,
    q.slug AS other_party, q.country AS other_country,
    (SELECT w.item FROM fact_item w WHERE w.fact = k.id) AS other_item,
    (SELECT f.collection FROM fact f WHERE f.id = k.id) AS other_collection, u.partners
FROM cooperation u
JOIN participation l ON l.record = u.record
JOIN record p ON p.id = l.party
JOIN participation k ON k.record = u.record
JOIN record q ON q.id = k.party AND q.country <> p.country
WHERE l.role IN (SELECT o.code FROM role o WHERE o.partner = 1)
    AND k.role IN (SELECT o.code FROM role o WHERE o.partner = 1);

CREATE VIEW v_figure AS
SELECT s.slug, r.name_en, r.name_ar, p.slug AS subject,
    g.measure, g.amount, g.amount_to, g.unit, g.currency, g.qualifier,
    s.date AS period, s.date_from AS period_from, s.date_to AS period_to, g.base, g.base_from, g.base_to,
    s.countries, s.publishers, s.citations, s.reported_from, s.reported_to
FROM state s
JOIN figure g ON g.id = s.record
LEFT JOIN record r ON r.id = s.record
LEFT JOIN record p ON p.id = g.subject
WHERE s.kind = 'figure';

CREATE VIEW v_statement AS
SELECT s.slug, r.name_en, r.name_ar, r.summary_en, r.summary_ar, t.attribution, t.mode,
    s.parties AS speakers, e.slug AS event,
    s.date, s.date_from, s.date_to, s.subjects, s.countries, s.sectors, s.publishers, s.citations,
    s.reported_from, s.reported_to
FROM state s
JOIN statement t ON t.id = s.record
JOIN record r ON r.id = s.record
LEFT JOIN record e ON e.id = t.event
WHERE s.kind = 'statement';

CREATE VIEW v_about AS
SELECT s.slug AS statement, r.slug AS record, r.kind AS record_kind, r.country, 'about:' || r.slug AS item, f.collection
FROM about b
LEFT JOIN fact f ON f.id = b.id
JOIN record s ON s.id = b.statement
JOIN record r ON r.id = b.record;

CREATE VIEW v_relation AS
SELECT s.slug AS subject, s.kind AS subject_kind, l.type, o.slug AS object, o.kind AS object_kind,
    c.slug AS context, l.sector, l.period, l.period_from, l.period_to, y.cooperation,
    t.slug AS statement, d.mode, d.attribution,
    (SELECT w.item FROM fact_item w WHERE w.fact = l.id) AS item, f.collection
FROM relation l
LEFT JOIN fact f ON f.id = l.id
JOIN relation_type y ON y.code = l.type
JOIN record s ON s.id = l.subject
JOIN record o ON o.id = l.object
LEFT JOIN record c ON c.id = l.context
LEFT JOIN record t ON t.id = l.statement
LEFT JOIN statement d ON d.id = l.statement;

-- Each sector with itself at depth 0, and with every narrower one.
CREATE VIEW v_sector_path AS
SELECT p.broader, p.narrower, p.depth
FROM sector_path p;

CREATE VIEW v_classification AS
SELECT r.slug AS record, r.kind AS record_kind, c.sector, 'sector:' || c.sector AS item,
    (SELECT f.collection FROM fact f WHERE f.id = c.id) AS collection
FROM classification c
JOIN record r ON r.id = c.record;

CREATE VIEW v_name AS
SELECT r.slug AS record, r.kind AS record_kind, n.language, n.text, n.form
FROM name n
JOIN record r ON r.id = n.record;

CREATE VIEW v_identifier AS
SELECT r.slug AS record, r.kind AS record_kind, i.scheme, i.value, i.url,
    'identifier:' || i.scheme || ':' || i.value AS item, f.collection
FROM identifier i
JOIN fact f ON f.id = i.id
JOIN record r ON r.id = i.record;

CREATE VIEW v_citation AS
SELECT a.slug AS article, r.slug AS record, r.kind AS record_kind, f.kind AS fact_kind,
    (SELECT w.item FROM fact_item w WHERE w.fact = c.fact) AS item,
    c.field,
    CASE c.row_key WHEN '' THEN c.start_char END AS start_char, nullif(c.end_char, 0) AS end_char,
    c.digest, c.reading, c.note, c.collection,
    CASE c.row_key
        WHEN '' THEN (SELECT substr(t.text, c.start_char + 1, c.end_char - c.start_char) FROM article_text t
            WHERE t.article = c.cited)
        ELSE (SELECT t.text FROM cell_text t
            WHERE t.dataset = c.cited AND t.row_key = c.row_key AND t.column_name = c.column_name)
    END AS quote,
    nullif(c.row_key, '') AS row_key, nullif(c.column_name, '') AS column_name, c.printed,
    p.kind AS source_kind, p.slug AS source
FROM citation c
JOIN fact f ON f.id = c.fact
JOIN record r ON r.id = f.record
LEFT JOIN record a ON a.id = c.cited AND a.kind = 'article'
JOIN record p ON p.id = c.cited;

-- What a fact names: its record, a party, what a statement is about, the object or the context of a relation. UNION ALL,
-- so that SQLite looks for a country in each branch.
CREATE VIEW v_mention AS
SELECT a.slug AS article, r.slug AS record, r.kind AS record_kind, p.country
FROM record p
JOIN fact l ON l.record = p.id
JOIN citation c ON c.fact = l.id
JOIN article t ON t.id = c.cited
JOIN record a ON a.id = t.id
LEFT JOIN record r ON r.id = l.record
WHERE p.country IS NOT NULL
UNION ALL
SELECT a.slug, r.slug, r.kind, p.country
FROM record p
JOIN participation l ON l.party = p.id
JOIN citation c ON c.fact = l.id
JOIN article t ON t.id = c.cited
JOIN record a ON a.id = t.id
LEFT JOIN record r ON r.id = l.record
WHERE p.country IS NOT NULL
UNION ALL
SELECT a.slug, r.slug, r.kind, p.country
FROM record p
JOIN about l ON l.record = p.id
JOIN citation c ON c.fact = l.id
JOIN article t ON t.id = c.cited
JOIN record a ON a.id = t.id
LEFT JOIN record r ON r.id = l.statement
WHERE p.country IS NOT NULL
UNION ALL
SELECT a.slug, r.slug, r.kind, p.country
FROM record p
JOIN relation l ON l.object = p.id
JOIN citation c ON c.fact = l.id
JOIN article t ON t.id = c.cited
JOIN record a ON a.id = t.id
LEFT JOIN record r ON r.id = l.subject
WHERE p.country IS NOT NULL
UNION ALL
SELECT a.slug, r.slug, r.kind, p.country
FROM record p
JOIN relation l ON l.context = p.id
JOIN citation c ON c.fact = l.id
JOIN article t ON t.id = c.cited
JOIN record a ON a.id = t.id
LEFT JOIN record r ON r.id = l.subject
WHERE p.country IS NOT NULL;

-- made by make docs from models/kinds

-- Counts of cooperation are of what is done, a part with its whole; `planned` counts the rest of all kinds.
CREATE VIEW v_country AS
SELECT r.slug, c.code, c.alpha3, r.name_en, r.name_ar,
    coalesce((SELECT t.records FROM country_count t WHERE t.country = c.code AND t.kind = 'agreement'), 0) AS agreements,
    coalesce((SELECT t.records FROM country_count t WHERE t.country = c.code AND t.kind = 'event'), 0) AS events,
    coalesce((SELECT t.records FROM country_count t WHERE t.country = c.code AND t.kind = 'initiative'), 0) AS initiatives,
    coalesce((SELECT t.records FROM country_count t WHERE t.country = c.code AND t.kind = 'organization'), 0) AS organizations,
    coalesce((SELECT t.records FROM country_count t WHERE t.country = c.code AND t.kind = 'figure'), 0) AS figures,
    c.existed_until AS until, c.successors,
    CAST(coalesce((SELECT sum(t.planned) FROM country_count t WHERE t.country = c.code), 0) AS INTEGER) AS planned,
    c.numeric
FROM country c
JOIN record r ON r.id = c.id AND r.kind = 'country';

CREATE VIEW v_sector AS
SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
    coalesce((SELECT t.records FROM sector_count t WHERE t.sector = s.code AND t.kind = 'agreement'), 0) AS agreements,
    coalesce((SELECT t.records FROM sector_count t WHERE t.sector = s.code AND t.kind = 'event'), 0) AS events,
    coalesce((SELECT t.records FROM sector_count t WHERE t.sector = s.code AND t.kind = 'initiative'), 0) AS initiatives,
    coalesce((SELECT t.records FROM sector_count t WHERE t.sector = s.code AND t.kind = 'organization'), 0) AS organizations,
    CAST(coalesce((SELECT sum(t.planned) FROM sector_count t WHERE t.sector = s.code), 0) AS INTEGER) AS planned
FROM sector s;

-- A whole number of type double is written without a decimal point, as PostgreSQL does; SQLite would add one.
CREATE VIEW v_conflict AS
SELECT r.slug AS record, r.kind AS record_kind, f.kind AS fact_kind,
    (SELECT w.item FROM fact_item w WHERE w.fact = c.fact) AS item,
    c.field,
    CASE f.kind || '.' || c.field
        WHEN 'article.publisher' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.publisher) FROM article t WHERE t.id = c.fact)
        WHEN 'article.byline' THEN (SELECT t.byline FROM article t WHERE t.id = c.fact)
        WHEN 'article.reprinted_from' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.reprinted_from) FROM article t WHERE t.id = c.fact)
        WHEN 'article.language' THEN (SELECT t.language FROM article t WHERE t.id = c.fact)
        WHEN 'article.published' THEN (SELECT t.published FROM article t WHERE t.id = c.fact)
        WHEN 'article.url' THEN (SELECT t.url FROM article t WHERE t.id = c.fact)
        WHEN 'dataset.publisher' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.publisher) FROM dataset t WHERE t.id = c.fact)
        WHEN 'dataset.language' THEN (SELECT t.language FROM dataset t WHERE t.id = c.fact)
        WHEN 'dataset.url' THEN (SELECT t.url FROM dataset t WHERE t.id = c.fact)
        WHEN 'country.code' THEN (SELECT t.code FROM country t WHERE t.id = c.fact)
        WHEN 'organization.kind' THEN (SELECT t.kind FROM organization t WHERE t.id = c.fact)
        WHEN 'organization.parent' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.parent) FROM organization t WHERE t.id = c.fact)
        WHEN 'place.kind' THEN (SELECT t.kind FROM place t WHERE t.id = c.fact)
        WHEN 'agreement.type' THEN (SELECT t.type FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.value' THEN (SELECT CASE
                WHEN abs(t.value) < 1e15 AND t.value = round(t.value) THEN CAST(CAST(t.value AS BIGINT) AS TEXT)
                ELSE CAST(CAST(t.value AS NUMERIC) AS TEXT) END FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.value_to' THEN (SELECT CASE
                WHEN abs(t.value_to) < 1e15 AND t.value_to = round(t.value_to) THEN CAST(CAST(t.value_to AS BIGINT) AS TEXT)
                ELSE CAST(CAST(t.value_to AS NUMERIC) AS TEXT) END FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.currency' THEN (SELECT t.currency FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.qualifier' THEN (SELECT t.qualifier FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.instruments' THEN (SELECT CAST(t.instruments AS TEXT) FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.instruments_qualifier' THEN (SELECT t.instruments_qualifier FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.period' THEN (SELECT t.period FROM agreement t WHERE t.id = c.fact)
        WHEN 'agreement.part_of' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.part_of) FROM agreement t WHERE t.id = c.fact)
        WHEN 'event.type' THEN (SELECT t.type FROM event t WHERE t.id = c.fact)
        WHEN 'event.outlook' THEN (SELECT t.outlook FROM event t WHERE t.id = c.fact)
        WHEN 'event.date' THEN (SELECT t.date FROM event t WHERE t.id = c.fact)
        WHEN 'event.place' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.place) FROM event t WHERE t.id = c.fact)
        WHEN 'event.place_printed' THEN (SELECT t.place_printed FROM event t WHERE t.id = c.fact)
        WHEN 'event.part_of' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.part_of) FROM event t WHERE t.id = c.fact)
        WHEN 'initiative.type' THEN (SELECT t.type FROM initiative t WHERE t.id = c.fact)
        WHEN 'initiative.period' THEN (SELECT t.period FROM initiative t WHERE t.id = c.fact)
        WHEN 'initiative.place' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.place) FROM initiative t WHERE t.id = c.fact)
        WHEN 'initiative.part_of' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.part_of) FROM initiative t WHERE t.id = c.fact)
        WHEN 'figure.subject' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.subject) FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.measure' THEN (SELECT t.measure FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.amount' THEN (SELECT CASE
                WHEN abs(t.amount) < 1e15 AND t.amount = round(t.amount) THEN CAST(CAST(t.amount AS BIGINT) AS TEXT)
                ELSE CAST(CAST(t.amount AS NUMERIC) AS TEXT) END FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.amount_to' THEN (SELECT CASE
                WHEN abs(t.amount_to) < 1e15 AND t.amount_to = round(t.amount_to) THEN CAST(CAST(t.amount_to AS BIGINT) AS TEXT)
                ELSE CAST(CAST(t.amount_to AS NUMERIC) AS TEXT) END FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.unit' THEN (SELECT t.unit FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.currency' THEN (SELECT t.currency FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.qualifier' THEN (SELECT t.qualifier FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.period' THEN (SELECT t.period FROM figure t WHERE t.id = c.fact)
        WHEN 'figure.base' THEN (SELECT t.base FROM figure t WHERE t.id = c.fact)
        WHEN 'statement.attribution' THEN (SELECT t.attribution FROM statement t WHERE t.id = c.fact)
        WHEN 'statement.mode' THEN (SELECT t.mode FROM statement t WHERE t.id = c.fact)
        WHEN 'statement.event' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.event) FROM statement t WHERE t.id = c.fact)
        WHEN 'statement.date' THEN (SELECT t.date FROM statement t WHERE t.id = c.fact)
        WHEN 'milestone.stage' THEN (SELECT t.stage FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.outlook' THEN (SELECT t.outlook FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.party' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.party) FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.printed' THEN (SELECT t.printed FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.date' THEN (SELECT t.date FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.event' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.event) FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.place' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.place) FROM milestone t WHERE t.id = c.fact)
        WHEN 'milestone.place_printed' THEN (SELECT t.place_printed FROM milestone t WHERE t.id = c.fact)
        WHEN 'participation.party' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.party) FROM participation t WHERE t.id = c.fact)
        WHEN 'participation.printed' THEN (SELECT t.printed FROM participation t WHERE t.id = c.fact)
        WHEN 'participation.role' THEN (SELECT t.role FROM participation t WHERE t.id = c.fact)
        WHEN 'participation.capacity' THEN (SELECT t.capacity FROM participation t WHERE t.id = c.fact)
        WHEN 'about.record' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.record) FROM about t WHERE t.id = c.fact)
        WHEN 'classification.sector' THEN (SELECT t.sector FROM classification t WHERE t.id = c.fact)
        WHEN 'position.holder' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.holder) FROM position t WHERE t.id = c.fact)
        WHEN 'position.title' THEN (SELECT CASE coalesce(a.language, d.language) WHEN 'ar' THEN t.title_ar ELSE t.title_en END FROM position t WHERE t.id = c.fact)
        WHEN 'position.former' THEN (SELECT CAST(t.former AS TEXT) FROM position t WHERE t.id = c.fact)
        WHEN 'position.period' THEN (SELECT t.period FROM position t WHERE t.id = c.fact)
        WHEN 'relation.type' THEN (SELECT t.type FROM relation t WHERE t.id = c.fact)
        WHEN 'relation.object' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.object) FROM relation t WHERE t.id = c.fact)
        WHEN 'relation.context' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.context) FROM relation t WHERE t.id = c.fact)
        WHEN 'relation.sector' THEN (SELECT t.sector FROM relation t WHERE t.id = c.fact)
        WHEN 'relation.period' THEN (SELECT t.period FROM relation t WHERE t.id = c.fact)
        WHEN 'relation.statement' THEN (SELECT (SELECT o.slug FROM record o WHERE o.id = t.statement) FROM relation t WHERE t.id = c.fact)
        WHEN 'identifier.scheme' THEN (SELECT t.scheme FROM identifier t WHERE t.id = c.fact)
        WHEN 'identifier.value' THEN (SELECT t.value FROM identifier t WHERE t.id = c.fact)
        WHEN 'identifier.url' THEN (SELECT t.url FROM identifier t WHERE t.id = c.fact)
        ELSE CASE c.field
            WHEN 'name' THEN CASE coalesce(a.language, d.language) WHEN 'ar' THEN r.name_ar ELSE r.name_en END
            WHEN 'summary' THEN CASE coalesce(a.language, d.language) WHEN 'ar' THEN r.summary_ar ELSE r.summary_en END
            WHEN 'note' THEN r.note
            WHEN 'country' THEN r.country
        END
    END AS stored,
    c.reading, q.slug AS article, c.note,
    nullif(c.row_key, '') AS row_key, nullif(c.column_name, '') AS column_name, p.kind AS source_kind,
    p.slug AS source
FROM citation c
JOIN fact f ON f.id = c.fact
JOIN record r ON r.id = f.record
JOIN record p ON p.id = c.cited
LEFT JOIN record q ON q.id = c.cited AND q.kind = 'article'
LEFT JOIN article a ON a.id = c.cited
LEFT JOIN dataset d ON d.id = c.cited
WHERE c.reading IS NOT NULL;

CREATE VIEW v_code AS
SELECT 'kind' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM kind
UNION ALL
SELECT 'language' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM language
UNION ALL
SELECT 'published_basis' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM published_basis
UNION ALL
SELECT 'organization_kind' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'organization_kind' AND a.code = organization_kind.code), 'mithaq') AS collection FROM organization_kind
UNION ALL
SELECT 'place_kind' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'place_kind' AND a.code = place_kind.code), 'mithaq') AS collection FROM place_kind
UNION ALL
SELECT 'agreement_type' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'agreement_type' AND a.code = agreement_type.code), 'mithaq') AS collection FROM agreement_type
UNION ALL
SELECT 'currency' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM currency
UNION ALL
SELECT 'qualifier' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM qualifier
UNION ALL
SELECT 'event_type' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'event_type' AND a.code = event_type.code), 'mithaq') AS collection FROM event_type
UNION ALL
SELECT 'outlook' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM outlook
UNION ALL
SELECT 'initiative_type' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'initiative_type' AND a.code = initiative_type.code), 'mithaq') AS collection FROM initiative_type
UNION ALL
SELECT 'measure' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM measure
UNION ALL
SELECT 'unit' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'unit' AND a.code = unit.code), 'mithaq') AS collection FROM unit
UNION ALL
SELECT 'attribution' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM attribution
UNION ALL
SELECT 'mode' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM mode
UNION ALL
SELECT 'stage' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, under_way, 'mithaq' AS collection FROM stage
UNION ALL
SELECT 'role' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'role' AND a.code = role.code), 'mithaq') AS collection FROM role
UNION ALL
SELECT 'capacity' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM capacity
UNION ALL
SELECT 'sector' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'sector' AND a.code = sector.code), 'mithaq') AS collection FROM sector
UNION ALL
SELECT 'relation_type' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'relation_type' AND a.code = relation_type.code), 'mithaq') AS collection FROM relation_type
UNION ALL
SELECT 'identifier_scheme' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, coalesce((SELECT min(a.collection) FROM added_code a WHERE a.vocabulary = 'identifier_scheme' AND a.code = identifier_scheme.code), 'mithaq') AS collection FROM identifier_scheme
UNION ALL
SELECT 'name_form' AS vocabulary, code, label_en, label_ar, definition_en, definition_ar, CAST(NULL AS INTEGER) AS rank, CAST(NULL AS INTEGER) AS cooperation, CAST(NULL AS INTEGER) AS partner, CAST(NULL AS INTEGER) AS under_way, 'mithaq' AS collection FROM name_form;

-- Not part of the contract.
CREATE VIEW warning AS
SELECT 'order_of_steps' AS warning, w.record FROM (
    SELECT h.record AS record FROM milestone h JOIN milestone e ON e.record = h.record AND coalesce(e.party, 0) = coalesce(h.party, 0) AND coalesce(e.printed, '') = coalesce(h.printed, '') WHERE h.outlook = 'occurred' AND e.outlook = 'occurred' AND h.date_to < e.date_from AND NOT (e.stage = 'adopted' AND h.stage = 'signed') AND (h.stage, e.stage) IN (SELECT x.code, y.code FROM stage x JOIN stage y ON y.rank < x.rank WHERE y.rank >= 40) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact IN (h.id, e.id) AND k.field = 'date' AND k.note IS NOT NULL)
) w
UNION ALL
SELECT 'outside_event' AS warning, w.record FROM (
    SELECT h.record AS record FROM milestone h JOIN event e ON e.id = h.event WHERE (h.date_to < e.date_from OR e.date_to < h.date_from) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact IN (h.id, e.id) AND k.field = 'date' AND k.note IS NOT NULL)
    UNION ALL SELECT h.id FROM statement h JOIN event e ON e.id = h.event WHERE (h.date_to < e.date_from OR e.date_to < h.date_from) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact IN (h.id, e.id) AND k.field = 'date' AND k.note IS NOT NULL)
) w
UNION ALL
SELECT 'shared_identifier' AS warning, w.record FROM (
    SELECT i.record AS record FROM identifier i WHERE EXISTS (SELECT 1 FROM identifier o WHERE o.scheme = i.scheme AND o.value = i.value AND o.record <> i.record) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = i.id AND k.field = 'value' AND k.note IS NOT NULL)
) w
UNION ALL
SELECT 'one_language' AS warning, w.record FROM (
    SELECT h.id AS record FROM record h WHERE (h.name_en IS NULL OR h.name_ar IS NULL) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'name' AND k.note IS NOT NULL)
    UNION ALL SELECT h.person FROM position h WHERE (h.title_en IS NULL OR h.title_ar IS NULL) AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'title' AND k.note IS NOT NULL)
) w
UNION ALL
SELECT 'unidentified_party' AS warning, w.record FROM (
    SELECT h.record AS record FROM participation h WHERE h.printed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'printed' AND k.note IS NOT NULL)
    UNION ALL SELECT h.record FROM milestone h WHERE h.printed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'printed' AND k.note IS NOT NULL)
) w
UNION ALL
SELECT 'unidentified_place' AS warning, w.record FROM (
    SELECT h.record AS record FROM milestone h WHERE h.place_printed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'place_printed' AND k.note IS NOT NULL)
    UNION ALL SELECT h.id FROM event h WHERE h.place_printed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM citation k WHERE k.fact = h.id AND k.field = 'place_printed' AND k.note IS NOT NULL)
) w;

-- UNION, since SQLite would copy the filter of a report into each branch of a UNION ALL, and find the records of a
-- country many times.
CREATE VIEW v_gap AS
SELECT g.gap, r.slug, r.kind, r.name_en, r.name_ar
FROM (
    SELECT 'no_milestone' AS gap, s.record FROM state s WHERE s.kind IN ('agreement', 'initiative') AND s.stage IS NULL
    UNION SELECT 'no_date', s.record FROM state s WHERE s.kind IN ('agreement', 'event') AND s.date_from IS NULL AND s.date IS NULL
    UNION SELECT 'no_place', s.record FROM state s WHERE s.kind IN ('event') AND s.place IS NULL
    UNION SELECT 'no_parties', s.record FROM state s WHERE s.kind IN ('agreement', 'event') AND s.parties IS NULL AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = s.record)
    UNION SELECT 'no_sector', s.record FROM state s WHERE s.kind IN ('agreement') AND s.sectors IS NULL
    UNION SELECT 'no_position', p.id FROM person p WHERE NOT EXISTS (SELECT 1 FROM position l WHERE l.person = p.id)
    UNION SELECT 'no_country', w.id FROM record w JOIN organization o ON o.id = w.id WHERE w.kind IN ('organization') AND w.country IS NULL AND o.kind <> 'intergovernmental'
    UNION SELECT 'no_publisher', a.id FROM article a WHERE a.publisher IS NULL
    UNION SELECT 'no_publication_date', a.id FROM article a WHERE a.published IS NULL OR a.published_basis = 'derived'
    UNION SELECT 'no_speaker', t.id FROM statement t WHERE t.attribution = 'named' AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = t.id AND l.role = 'speaker')
    UNION SELECT 'one_citation', s.record FROM state s WHERE s.citations = 1
    UNION SELECT 'one_citation', w.id FROM record w WHERE w.kind IN ('organization', 'person', 'place') AND (SELECT count(*) FROM (SELECT 1 FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = w.id LIMIT 2) two) = 1
    UNION SELECT x.warning, x.record FROM warning x
) g
JOIN record r ON r.id = g.record;

-- Plans, and what is at a stage under way with nothing later. What has no date is past with the record that it is part
-- of, or with the last dated milestone of its record. Plans are one branch, since SQLite copies the filter of a report
-- into each. The branches have the same types, so that SQLite can merge them.
CREATE VIEW v_stale AS
SELECT s.slug, s.kind, r.name_en, r.name_ar, p.stage, p.stage_rank, p.outlook, p.date, p.date_from, p.date_to,
    CAST(p.past AS TEXT) AS past
FROM (
    SELECT e.id AS record, CAST(NULL AS TEXT) AS stage, CAST(NULL AS INTEGER) AS stage_rank, e.outlook,
        e.date AS date, e.date_from AS date_from, e.date_to AS date_to,
        CASE WHEN e.date IS NULL THEN w.date_to ELSE e.date_to END AS past
    FROM event e
    LEFT JOIN event w ON w.id = e.part_of
    WHERE e.outlook IN ('planned', 'postponed')
    UNION SELECT m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to,
        CASE WHEN m.date IS NULL THEN (SELECT max(d.date_to) FROM milestone d WHERE d.record = m.record)
            ELSE m.date_to END
    FROM milestone m
    JOIN stage g ON g.code = m.stage
    WHERE m.outlook IN ('planned', 'postponed') AND NOT EXISTS (
        SELECT 1 FROM milestone l JOIN stage h ON h.code = l.stage
        WHERE l.record = m.record AND l.outlook = 'occurred' AND (h.rank >= g.rank OR l.date_to > m.date_to))
) p
JOIN state s ON s.record = p.record
LEFT JOIN record r ON r.id = p.record
WHERE p.past IS NOT NULL
UNION ALL
SELECT s.slug, s.kind, r.name_en, r.name_ar, s.stage, (SELECT g.rank FROM stage g WHERE g.code = s.stage),
    CAST('occurred' AS TEXT), s.date, s.date_from, s.date_to, s.date_to
FROM state s
LEFT JOIN record r ON r.id = s.record
WHERE s.kind IN ('agreement', 'initiative') AND s.stage IN (SELECT g.code FROM stage g WHERE g.under_way = 1)
    AND s.date_to IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM milestone l WHERE l.record = s.record
        AND (l.date_to > s.date_to OR l.outlook IN ('planned', 'postponed')));

-- end

CREATE VIEW v_load AS
SELECT l.id, l.at AS loaded_at, l.collection, l.version, l.digest, l.inserted, l.updated, l.deleted, l.unchanged
FROM load l;
