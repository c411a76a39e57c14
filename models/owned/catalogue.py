"""Queries of PostgreSQL's catalogue: the user's objects, those that read ours, and the statements that recreate them.

They name our schema as `current_schema()`, take no parameters, and write no `::`, so that any reader can run them.
"""

from __future__ import annotations

from models.owned.names import PREFIXES, our_indexes, our_tables, our_views, quoted_list

SCHEMA = "to_regnamespace(quote_ident(current_schema()))"
# Objects of extensions belong to those.
NO_EXTENSION = "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = {} AND e.deptype = 'e')"


# That a constraint `k` of one of our tables is the user's; NOT NULL belongs to its column.
USERS_CONSTRAINT = (
    "k.contype NOT IN ('n', 't') AND {0}.relname <> 'alembic_version'"
    f" AND CAST(k.conname AS TEXT) !~ ('^{PREFIXES}' || {{0}}.relname || '(_|$)')"
)


def names_of_ours() -> str:
    """Return the names of our tables and views as a list of SQL."""
    return quoted_list(our_tables() | our_views())


def ours() -> str:
    """Return a SELECT of our tables and views that exist, with their names."""
    return (
        f"SELECT c.oid, CAST(c.relname AS TEXT) AS name FROM pg_class c WHERE c.relnamespace = {SCHEMA}"
        f" AND c.relkind IN ('r', 'v') AND c.relname IN ({names_of_ours()})"
    )


def comment(what: str, names: str, oid: str, table: str) -> str:
    """Return the expression for a statement that restores the comment of an object; NULL if it has none."""
    return f"format('COMMENT ON {what} IS ', {names}) || quote_literal(obj_description({oid}, '{table}'))"


GRANTEE = "CASE {0}.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid({0}.grantee)) END"
# The words for the state of a trigger or rule that is not enabled as usual.
STATE = "CASE {} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END"
# Pairs of an object and the one that it reads or belongs to: views, functions, rules, policies, triggers, sequences of
# columns and foreign keys, without those of ours. A foreign key that deletes and changes nothing stays if its table is
# another's.
EDGES = (
    """
SELECT DISTINCT
    CASE WHEN w.rulename = '_RETURN' THEN 'relation ' || w.ev_class
        ELSE CAST(CAST(d.classid AS regclass) AS TEXT) || ' ' || d.objid END,
    CASE d.refclassid WHEN CAST('pg_proc' AS regclass) THEN 'pg_proc ' || d.refobjid
        ELSE 'relation ' || coalesce(nullif(t.typrelid, 0), e.typrelid, d.refobjid) END
FROM pg_depend d
LEFT JOIN pg_rewrite w ON w.oid = d.objid AND d.classid = CAST('pg_rewrite' AS regclass)
LEFT JOIN pg_class c ON c.oid = w.ev_class
LEFT JOIN pg_type t ON t.oid = d.refobjid AND d.refclassid = CAST('pg_type' AS regclass)
LEFT JOIN pg_type e ON e.oid = t.typelem
LEFT JOIN pg_trigger g ON g.oid = d.objid AND d.classid = CAST('pg_trigger' AS regclass)
LEFT JOIN pg_class s ON s.oid = d.objid AND d.classid = CAST('pg_class' AS regclass)
LEFT JOIN pg_constraint k ON k.oid = d.objid AND d.classid = CAST('pg_constraint' AS regclass)
LEFT JOIN pg_class o ON o.oid = k.conrelid
WHERE (d.classid IN (CAST('pg_rewrite' AS regclass), CAST('pg_proc' AS regclass), CAST('pg_policy' AS regclass))
        OR NOT g.tgisinternal OR s.relkind = 'S' AND d.deptype = 'a'
        OR k.contype = 'f' AND k.conparentid = 0 AND NOT (o.relnamespace = """
    + SCHEMA
    + """ AND o.relname IN ({ours}) AND NOT ("""
    + USERS_CONSTRAINT.format("o")
    + """))
            AND (k.confdeltype NOT IN ('a', 'r') OR pg_has_role(o.relowner, 'USAGE')))
    AND d.refclassid IN (CAST('pg_class' AS regclass), CAST('pg_proc' AS regclass), CAST('pg_type' AS regclass))
    AND d.objid >= 16384 AND d.refobjid >= 16384
    AND (w.oid IS NULL OR w.rulename <> '_RETURN' OR c.relpersistence <> 't' AND c.oid <> d.refobjid
        AND NOT (c.relnamespace = """
    + SCHEMA
    + """ AND c.relname IN ({ours})))
"""
)
# How each of those is dropped and made: its node, label, DROP, CREATE, its relation if it is one, and further
# statements. A materialized view is filled with the rights of its owner, whose functions must not run with ours.
DEFINITIONS = f"""
SELECT 'relation ' || c.oid,
    CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || CAST(CAST(c.oid AS regclass) AS TEXT),
    format('DROP %s %s', k.word, k.name),
    format('CREATE %s %s (%s)%s AS %s%s', k.word, k.name,
        (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
        coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', ''),
        rtrim(pg_get_viewdef(c.oid), '; ' || chr(10)),
        CASE c.relkind WHEN 'm' THEN ' WITH NO DATA' ELSE '' END),
    k.name,
    ARRAY[format('ALTER TABLE %s OWNER TO %I', k.name, pg_get_userbyid(c.relowner)), {{no_defaults}},
        CASE WHEN c.relkind = 'm' AND c.relispopulated THEN 'REFRESH MATERIALIZED VIEW ' || k.name END]
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS name,
    CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS word) k
WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384 AND {NO_EXTENSION.format("c.oid")}
UNION ALL
SELECT 'pg_proc ' || p.oid, 'function ' || k.name, 'DROP ROUTINE ' || k.name, pg_get_functiondef(p.oid), '',
    ARRAY[format('ALTER ROUTINE %s OWNER TO %I', k.name, pg_get_userbyid(p.proowner)),
        CASE WHEN k.acl IS NOT NULL THEN format('REVOKE ALL ON ROUTINE %s FROM %s', k.name,
            (SELECT string_agg(DISTINCT {GRANTEE.format("g")}, ', ') FROM (
                SELECT CAST(0 AS OID) AS grantee UNION SELECT p.proowner UNION SELECT e.grantee FROM pg_default_acl d
                CROSS JOIN LATERAL aclexplode(d.defaclacl) e WHERE d.defaclobjtype = 'f') g)) END,
        {comment("ROUTINE %s", "k.name", "p.oid", "pg_proc")}]
    || ARRAY(SELECT format('GRANT EXECUTE ON ROUTINE %s TO %s%s', k.name, {GRANTEE.format("x")},
            CASE WHEN x.is_grantable AND x.grantee <> p.proowner THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(k.acl) x)
FROM pg_proc p
CROSS JOIN LATERAL (SELECT CAST(CAST(p.oid AS regprocedure) AS TEXT) AS name,
    CASE WHEN p.proacl IS NOT NULL OR EXISTS (SELECT 1 FROM pg_default_acl d WHERE d.defaclobjtype = 'f')
        THEN coalesce(p.proacl, acldefault('f', p.proowner)) END AS acl) k
WHERE p.prokind IN ('f', 'p') AND p.oid >= 16384 AND {NO_EXTENSION.format("p.oid")}
UNION ALL
SELECT 'pg_rewrite ' || w.oid, format('rule %s on %s', w.rulename, r.name),
    format('DROP RULE %I ON %s', w.rulename, r.name), pg_get_ruledef(w.oid), '',
    ARRAY[CASE WHEN w.ev_enabled <> 'O' THEN format('ALTER TABLE %s %s RULE %I', r.name, 
            {STATE.format("w.ev_enabled")}, w.rulename) END,
        {comment("RULE %I ON %s", "w.rulename, r.name", "w.oid", "pg_rewrite")}]
FROM pg_rewrite w CROSS JOIN LATERAL (SELECT CAST(CAST(w.ev_class AS regclass) AS TEXT) AS name) r
WHERE w.rulename <> '_RETURN' AND w.oid >= 16384
UNION ALL
SELECT 'pg_trigger ' || t.oid, format('trigger %s on %s', t.tgname, r.name),
    format('DROP TRIGGER %I ON %s', t.tgname, r.name), pg_get_triggerdef(t.oid), '',
    ARRAY[CASE WHEN t.tgenabled <> 'O' THEN format('ALTER TABLE %s %s TRIGGER %I', r.name,
            {STATE.format("t.tgenabled")}, t.tgname) END,
        {comment("TRIGGER %I ON %s", "t.tgname, r.name", "t.oid", "pg_trigger")}]
FROM pg_trigger t CROSS JOIN LATERAL (SELECT CAST(CAST(t.tgrelid AS regclass) AS TEXT) AS name) r
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'pg_constraint ' || k.oid, format('foreign key %s of %s', k.conname, r.name),
    format('ALTER TABLE %s DROP CONSTRAINT %I', r.name, k.conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', r.name, k.conname, pg_get_constraintdef(k.oid)), '',
    ARRAY[{comment("CONSTRAINT %I ON %s", "k.conname, r.name", "k.oid", "pg_constraint")}]
FROM pg_constraint k CROSS JOIN LATERAL (SELECT CAST(CAST(k.conrelid AS regclass) AS TEXT) AS name) r
WHERE k.contype = 'f' AND k.oid >= 16384
UNION ALL
SELECT 'pg_class ' || s.oid, 'sequence ' || r.name, format('ALTER SEQUENCE %s OWNED BY NONE', r.name),
    format('ALTER SEQUENCE %s OWNED BY %s.%I', r.name, CAST(a.attrelid AS regclass), a.attname), '',
    CAST(ARRAY[] AS TEXT[])
FROM pg_class s
JOIN pg_depend d ON d.objid = s.oid AND d.classid = CAST('pg_class' AS regclass) AND d.deptype = 'a'
    AND d.refclassid = CAST('pg_class' AS regclass)
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
CROSS JOIN LATERAL (SELECT CAST(CAST(s.oid AS regclass) AS TEXT) AS name) r
WHERE s.relkind = 'S'
UNION ALL
SELECT 'pg_policy ' || p.oid, format('policy %s on %s', p.polname, r.name),
    format('DROP POLICY %I ON %s', p.polname, r.name), s.statement, '',
    ARRAY[{comment("POLICY %I ON %s", "p.polname, r.name", "p.oid", "pg_policy")}]
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT CAST(CAST(c.oid AS regclass) AS TEXT) AS name) r
CROSS JOIN LATERAL (SELECT POLICY_STATEMENT AS statement
    FROM pg_policies y WHERE y.schemaname = n.nspname AND y.tablename = c.relname AND y.policyname = p.polname) s
"""
POLICY_STATEMENT = (
    "format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s%s%s', y.policyname, y.schemaname, y.tablename, y.permissive,"
    " y.cmd,"
    " (SELECT string_agg(CASE r WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(r) END, ', ') FROM unnest(y.roles) r),"
    " ' USING (' || y.qual || ')', ' WITH CHECK (' || y.with_check || ')')"
)
# Revokes the default privileges of a new view; those that it had follow.
NO_DEFAULTS = (
    f"(SELECT 'REVOKE ALL ON ' || k.name || ' FROM ' || string_agg(DISTINCT {GRANTEE.format('g')}, ', ')"
    " FROM pg_default_acl d"
    " CROSS JOIN LATERAL aclexplode(d.defaclacl) g WHERE d.defaclobjtype = 'r' AND g.grantee <> c.relowner)"
)
DEFINITIONS = DEFINITIONS.replace("POLICY_STATEMENT", POLICY_STATEMENT).replace("{no_defaults}", NO_DEFAULTS)
# Our schema, and who gets privileges on new views there.
DEFAULT_GRANTEES = f"""
SELECT quote_ident(current_schema()), (SELECT string_agg(DISTINCT {GRANTEE.format("g")}, ', ')
FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) g
WHERE d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, {SCHEMA}) AND g.grantee <> d.defaclrole)
"""
# The statements that recreate the user's additions to relations: the relation, an order, a label and the statement.
# Comments of tables are those of the models, and migrations change them.
ATTRIBUTES = f"""
WITH x AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name, CAST(CAST(c.oid AS regclass) AS TEXT) AS label
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid IN (SELECT oid FROM ({{relations}}) y)
)
SELECT CASE WHEN {{only_views}} THEN z.relname ELSE z.name END, z.n, z.what || ' ' || z.label, z.statement FROM (
    SELECT x.relname, x.name, x.label, 1 AS n, 'an option of' AS what,
        format('ALTER %s %s SET (%s)', CASE x.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, x.name,
            array_to_string(x.reloptions, ', ')) AS statement
    FROM x WHERE x.relkind IN ('v', 'r') AND x.reloptions IS NOT NULL
    UNION ALL
    SELECT x.relname, x.name, x.label, 2, 'the default ' || a.attname || ' of',
        format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', x.name, a.attname, pg_get_expr(d.adbin, d.adrelid))
    FROM x JOIN pg_attrdef d ON d.adrelid = x.oid
    JOIN pg_attribute a ON a.attrelid = x.oid AND a.attnum = d.adnum
    WHERE x.relkind = 'v'
    UNION ALL
    SELECT x.relname, x.name, x.label, 3, 'a comment of',
        CASE WHEN o.objsubid = 0
            THEN format('COMMENT ON %s %s IS %L', CASE x.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END,
                x.name, o.description)
            ELSE format('COMMENT ON COLUMN %s.%I IS %L', x.name, a.attname, o.description) END
    FROM x JOIN pg_description o ON o.objoid = x.oid AND o.classoid = CAST('pg_class' AS regclass)
    LEFT JOIN pg_attribute a ON a.attrelid = x.oid AND a.attnum = o.objsubid
    WHERE x.relkind IN ('v', 'm')
    UNION ALL
    SELECT x.relname, x.name, x.label, 4, 'index ' || i.relname || ' on', pg_get_indexdef(i.oid)
    FROM x JOIN pg_index k ON k.indrelid = x.oid JOIN pg_class i ON i.oid = k.indexrelid
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint q WHERE q.conindid = i.oid AND q.conrelid = x.oid)
        AND i.relname NOT IN ({quoted_list(our_indexes())})
    UNION ALL
    SELECT x.relname, x.name, x.label, 4, 'constraint ' || k.conname || ' of', v.statement
    FROM x JOIN pg_constraint k ON k.conrelid = x.oid
    CROSS JOIN LATERAL (VALUES
        (format('ALTER TABLE %s ADD CONSTRAINT %I %s', x.name, k.conname, pg_get_constraintdef(k.oid))),
        ({comment("CONSTRAINT %I ON %s", "k.conname, x.name", "k.oid", "pg_constraint")})
    ) v (statement)
    WHERE {USERS_CONSTRAINT.format("x")} AND k.contype <> 'f'
    UNION ALL
    SELECT x.relname, x.name, x.label, 4, 'statistics ' || s.stxname || ' of', pg_get_statisticsobjdef(s.oid)
    FROM x JOIN pg_statistic_ext s ON s.stxrelid = x.oid
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'statistics ' || s.stxname || ' of', v.statement
    FROM x JOIN pg_statistic_ext s ON s.stxrelid = x.oid JOIN pg_namespace n ON n.oid = s.stxnamespace
    CROSS JOIN LATERAL (
        SELECT format('%I.%I', n.nspname, s.stxname) AS name, to_jsonb(s) ->> 'stxstattarget' AS target) k
    CROSS JOIN LATERAL (VALUES
        (format('ALTER STATISTICS %s OWNER TO %I', k.name, pg_get_userbyid(s.stxowner))),
        (CASE WHEN CAST(k.target AS INTEGER) >= 0
            THEN format('ALTER STATISTICS %s SET STATISTICS %s', k.name, k.target) END),
        ({comment("STATISTICS %s", "k.name", "s.oid", "pg_statistic_ext")})
    ) v (statement)
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'index ' || i.relname || ' on', v.statement
    FROM x JOIN pg_namespace n ON n.oid = x.relnamespace
    JOIN pg_index k ON k.indrelid = x.oid JOIN pg_class i ON i.oid = k.indexrelid
    CROSS JOIN LATERAL (VALUES
        (CASE WHEN i.relname NOT IN ({quoted_list(our_indexes())})
            AND k.indexrelid NOT IN (SELECT q.conindid FROM pg_constraint q)
            THEN {comment("INDEX %I.%I", "n.nspname, i.relname", "i.oid", "pg_class")} END),
        (CASE WHEN k.indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', x.name, i.relname) END),
        (CASE WHEN k.indisreplident
            THEN format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', x.name, i.relname) END)
    ) v (statement)
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'the replica identity of',
        format('ALTER TABLE %s REPLICA IDENTITY %s', x.name,
            CASE x.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
    FROM x WHERE x.relkind = 'r' AND x.relreplident IN ('f', 'n')
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'the statistics of', v.statement
    FROM x JOIN pg_attribute a ON a.attrelid = x.oid AND a.attnum > 0 AND NOT a.attisdropped
    CROSS JOIN LATERAL (VALUES
        (CASE WHEN a.attstattarget >= 0 THEN
            format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', x.name, a.attname, a.attstattarget) END),
        (format('ALTER TABLE %s ALTER COLUMN %I SET (', x.name, a.attname)
            || array_to_string(a.attoptions, ', ') || ')')
    ) v (statement)
    WHERE x.relkind IN ('r', 'm')
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, format('the place in publication %s of', p.pubname),
        format('ALTER PUBLICATION %I ADD TABLE %s%s%s', p.pubname, x.name,
            CASE WHEN to_jsonb(r) ->> 'prattrs' IS NOT NULL THEN
                (SELECT ' (' || string_agg(quote_ident(c), ', ') || ')'
                    FROM jsonb_array_elements_text(t.row -> 'attnames') c) END,
            ' WHERE (' || (t.row ->> 'rowfilter') || ')')
    FROM x JOIN pg_publication_rel r ON r.prrelid = x.oid JOIN pg_publication p ON p.oid = r.prpubid
    JOIN pg_namespace n ON n.oid = x.relnamespace
    JOIN (SELECT y.pubname, y.schemaname, y.tablename, to_jsonb(y) AS row FROM pg_publication_tables y) t
        ON t.pubname = p.pubname AND t.schemaname = n.nspname AND t.tablename = x.relname
    UNION ALL
    SELECT x.relname, x.name, x.label, 6, 'the row security of',
        format('ALTER TABLE %s %s ROW LEVEL SECURITY', x.name, v.word)
    FROM x JOIN (VALUES ('ENABLE', 1), ('FORCE', 2)) v (word, n)
        ON CASE v.n WHEN 1 THEN x.relrowsecurity ELSE x.relforcerowsecurity END
    UNION ALL
    SELECT x.relname, x.name, x.label, 7, 'the privileges of',
        format('GRANT %s ON %s TO %s%s', g.privilege_type, x.name,
            {GRANTEE.format("g")},
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM x CROSS JOIN LATERAL aclexplode(x.relacl) g WHERE g.grantee <> x.relowner
    UNION ALL
    SELECT x.relname, x.name, x.label, 7, 'the privileges of',
        format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, x.name,
            {GRANTEE.format("g")},
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM x JOIN pg_attribute a ON a.attrelid = x.oid AND NOT a.attisdropped
    CROSS JOIN LATERAL aclexplode(a.attacl) g WHERE g.grantee <> x.relowner
    UNION ALL
    SELECT x.relname, x.name, x.label, 8, 'the owner of',
        format('ALTER TABLE %s OWNER TO %I', x.name, pg_get_userbyid(x.relowner))
    FROM x WHERE {{only_views}}
        AND x.relowner <> (SELECT v.relowner FROM pg_class v WHERE v.oid = to_regclass('alembic_version'))
) z
WHERE z.statement IS NOT NULL
ORDER BY z.n, z.name, z.statement
"""
# Objects that are listed for the user, beside those that read ours or belong to ours: what is in our schema, indexes,
# publications and privileges of ours.
OWNED = f"""
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    ELSE 'foreign table' END || ' ' || c.relname AS name
FROM pg_class c
WHERE c.relnamespace = {SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT IN ({{ours}})
    AND {NO_EXTENSION.format("c.oid")}
UNION
SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = {SCHEMA} AND {NO_EXTENSION.format("p.oid")}
UNION
SELECT format('index %s on %s', i.relname, c.relname)
FROM pg_class c JOIN pg_index k ON k.indrelid = c.oid JOIN pg_class i ON i.oid = k.indexrelid
WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}}) AND i.relname NOT IN ({quoted_list(our_indexes())})
    AND NOT EXISTS (SELECT 1 FROM pg_constraint q WHERE q.conindid = k.indexrelid AND q.conrelid = c.oid)
UNION
SELECT format('constraint %s of %s', k.conname, c.relname)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}}) AND {USERS_CONSTRAINT.format("c")}
UNION
SELECT 'sequence ' || c.relname FROM pg_class c
WHERE c.relnamespace = {SCHEMA} AND c.relkind = 'S' AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.objid = c.oid AND e.classid = CAST('pg_class' AS regclass) AND e.deptype IN ('a', 'e', 'i'))
UNION
SELECT 'publication ' || p.pubname FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
JOIN pg_class c ON c.oid = r.prrelid WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}})
UNION
SELECT DISTINCT 'privileges of role ' || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}}) AND g.grantee <> c.relowner
ORDER BY 1
"""
# Tables that have rows or columns through ours, which no migration can set aside.
INHERITING = """
SELECT DISTINCT format('table %s: it inherits from %s', CAST(i.inhrelid AS regclass), x.name)
FROM pg_inherits i JOIN ({ours}) x ON x.oid = i.inhparent ORDER BY 1
"""
