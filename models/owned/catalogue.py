"""Queries of PostgreSQL's catalogue: the user's objects, those that read ours, and the statements that recreate them.

They name our schema as `current_schema()`, take no parameters, and write no `::`, so that any reader can run them.
"""

from __future__ import annotations

from models.owned.names import our_indexes, our_tables, our_views, quoted_list

SCHEMA = "to_regnamespace(quote_ident(current_schema()))"
# Objects of extensions belong to those.
NO_EXTENSION = "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = {} AND e.deptype = 'e')"


def names_of_ours() -> str:
    """Return the names of our tables and views as a list of SQL."""
    return quoted_list(our_tables() | our_views())


def ours() -> str:
    """Return a SELECT of our tables and views that exist, with their names."""
    return (
        f"SELECT c.oid, CAST(c.relname AS TEXT) AS name FROM pg_class c WHERE c.relnamespace = {SCHEMA}"
        f" AND c.relkind IN ('r', 'v') AND c.relname IN ({names_of_ours()})"
    )


# Pairs of a reader and the object that it reads, without our own readers: views, functions, rules, policies.
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
WHERE d.classid IN (CAST('pg_rewrite' AS regclass), CAST('pg_proc' AS regclass), CAST('pg_policy' AS regclass))
    AND d.refclassid IN (CAST('pg_class' AS regclass), CAST('pg_proc' AS regclass), CAST('pg_type' AS regclass))
    AND d.objid >= 16384 AND d.refobjid >= 16384
    AND (w.oid IS NULL OR w.rulename <> '_RETURN' OR c.relpersistence <> 't' AND c.oid <> d.refobjid
        AND NOT (c.relnamespace = """
    + SCHEMA
    + """ AND c.relname IN ({ours})))
"""
)
# A materialized view is filled with the rights of its owner, whose functions must not run with ours.
# How each of those is dropped and made: its node, label, DROP, CREATE, its relation if it is one, and further
# statements.
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
    concat_ws(chr(10) || ';' || chr(10),
        format('ALTER TABLE %s OWNER TO %I', k.name, pg_get_userbyid(c.relowner)), {{no_defaults}},
        CASE WHEN c.relkind = 'm' AND c.relispopulated THEN 'REFRESH MATERIALIZED VIEW ' || k.name END)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS name,
    CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS word) k
WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384 AND {NO_EXTENSION.format("c.oid")}
UNION ALL
SELECT 'pg_proc ' || p.oid, 'function ' || k.name, 'DROP ROUTINE ' || k.name, pg_get_functiondef(p.oid), '',
    concat_ws(chr(10) || ';' || chr(10),
        format('ALTER ROUTINE %s OWNER TO %I', k.name, pg_get_userbyid(p.proowner)),
        CASE WHEN p.proacl IS NOT NULL THEN format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', k.name) END,
        (SELECT string_agg(format('GRANT EXECUTE ON ROUTINE %s TO %s', k.name,
            CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END),
            chr(10) || ';' || chr(10)) FROM aclexplode(p.proacl) x),
        format('COMMENT ON ROUTINE %s IS %L', k.name, obj_description(p.oid, 'pg_proc')))
FROM pg_proc p
CROSS JOIN LATERAL (SELECT CAST(CAST(p.oid AS regprocedure) AS TEXT) AS name) k
WHERE p.prokind IN ('f', 'p') AND p.oid >= 16384 AND {NO_EXTENSION.format("p.oid")}
UNION ALL
SELECT 'pg_rewrite ' || w.oid, format('rule %s on %s', w.rulename, CAST(w.ev_class AS regclass)),
    format('DROP RULE %I ON %s', w.rulename, CAST(w.ev_class AS regclass)), pg_get_ruledef(w.oid), '', ''
FROM pg_rewrite w
WHERE w.rulename <> '_RETURN' AND w.oid >= 16384
UNION ALL
SELECT 'pg_policy ' || p.oid, format('policy %s on %s', p.polname, CAST(p.polrelid AS regclass)),
    format('DROP POLICY %I ON %s', p.polname, CAST(p.polrelid AS regclass)), s.statement, '', ''
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
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
    "(SELECT 'REVOKE ALL ON ' || k.name || ' FROM ' || string_agg(DISTINCT CASE g.grantee WHEN 0 THEN 'PUBLIC'"
    " ELSE quote_ident(pg_get_userbyid(g.grantee)) END, ', ') FROM pg_default_acl d"
    " CROSS JOIN LATERAL aclexplode(d.defaclacl) g WHERE d.defaclobjtype = 'r' AND g.grantee <> c.relowner)"
)
DEFINITIONS = DEFINITIONS.replace("POLICY_STATEMENT", POLICY_STATEMENT).replace("{no_defaults}", NO_DEFAULTS)
# Our schema, and who gets privileges on new views there.
DEFAULT_GRANTEES = f"""
SELECT quote_ident(current_schema()), (SELECT string_agg(DISTINCT CASE g.grantee WHEN 0 THEN 'PUBLIC'
    ELSE quote_ident(pg_get_userbyid(g.grantee)) END, ', ')
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
        format('ALTER VIEW %s SET (%s)', x.name, array_to_string(x.reloptions, ', ')) AS statement
    FROM x WHERE x.relkind = 'v' AND x.reloptions IS NOT NULL
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
    SELECT x.relname, x.name, x.label, 4, 'statistics ' || s.stxname || ' of', pg_get_statisticsobjdef(s.oid)
    FROM x JOIN pg_statistic_ext s ON s.stxrelid = x.oid
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'trigger ' || t.tgname || ' on', pg_get_triggerdef(t.oid)
    FROM x JOIN pg_trigger t ON t.tgrelid = x.oid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT x.relname, x.name, x.label, 6, 'the state of trigger ' || t.tgname || ' on',
        format('ALTER TABLE %s %s TRIGGER %I', x.name,
            CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
    FROM x JOIN pg_trigger t ON t.tgrelid = x.oid WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'rule ' || w.rulename || ' on', pg_get_ruledef(w.oid)
    FROM x JOIN pg_rewrite w ON w.ev_class = x.oid WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT x.relname, x.name, x.label, 5, 'policy ' || y.policyname || ' on', {POLICY_STATEMENT}
    FROM x JOIN pg_namespace n ON n.oid = x.relnamespace
    JOIN pg_policies y ON y.schemaname = n.nspname AND y.tablename = x.relname
    UNION ALL
    SELECT x.relname, x.name, x.label, 6, 'the row security of',
        format('ALTER TABLE %s %s ROW LEVEL SECURITY', x.name, v.word)
    FROM x JOIN (VALUES ('ENABLE', 1), ('FORCE', 2)) v (word, n)
        ON CASE v.n WHEN 1 THEN x.relrowsecurity ELSE x.relforcerowsecurity END
    UNION ALL
    SELECT x.relname, x.name, x.label, 7, 'the privileges of',
        format('GRANT %s ON %s TO %s%s', g.privilege_type, x.name,
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM x CROSS JOIN LATERAL aclexplode(x.relacl) g WHERE g.grantee <> x.relowner
    UNION ALL
    SELECT x.relname, x.name, x.label, 7, 'the privileges of',
        format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, x.name,
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM x JOIN pg_attribute a ON a.attrelid = x.oid AND NOT a.attisdropped
    CROSS JOIN LATERAL aclexplode(a.attacl) g WHERE g.grantee <> x.relowner
    UNION ALL
    SELECT x.relname, x.name, x.label, 8, 'the owner of',
        format('ALTER TABLE %s OWNER TO %I', x.name, pg_get_userbyid(x.relowner))
    FROM x WHERE {{only_views}}
        AND x.relowner <> (SELECT v.relowner FROM pg_class v WHERE v.oid = to_regclass('alembic_version'))
) z
ORDER BY z.n, z.name, z.statement
"""
# Objects that are listed for the user: relations and functions in our schema, and additions to our tables and views.
OWNED = f"""
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    ELSE 'foreign table' END || ' ' || c.relname AS name
FROM pg_class c
WHERE c.relnamespace = {SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT IN ({{ours}})
    AND {NO_EXTENSION.format("c.oid")}
UNION
SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = {SCHEMA} AND {NO_EXTENSION.format("p.oid")}
UNION
SELECT CASE WHEN t.tgname IS NOT NULL THEN 'trigger ' || t.tgname WHEN w.rulename IS NOT NULL THEN 'rule ' || w.rulename
    WHEN y.polname IS NOT NULL THEN 'policy ' || y.polname ELSE 'index ' || i.relname END || ' on ' || c.relname
FROM pg_class c
CROSS JOIN (VALUES (1), (2), (3), (4)) v (n)
LEFT JOIN pg_trigger t ON v.n = 1 AND t.tgrelid = c.oid AND NOT t.tgisinternal
LEFT JOIN pg_rewrite w ON v.n = 2 AND w.ev_class = c.oid AND w.rulename <> '_RETURN'
LEFT JOIN pg_policy y ON v.n = 3 AND y.polrelid = c.oid
LEFT JOIN pg_index k ON v.n = 4 AND k.indrelid = c.oid
    AND NOT EXISTS (SELECT 1 FROM pg_constraint q WHERE q.conindid = k.indexrelid AND q.conrelid = c.oid)
LEFT JOIN pg_class i ON i.oid = k.indexrelid AND i.relname NOT IN ({quoted_list(our_indexes())})
WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}}) AND coalesce(t.oid, w.oid, y.oid, i.oid) IS NOT NULL
UNION
SELECT DISTINCT 'privileges of role ' || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
WHERE c.relnamespace = {SCHEMA} AND c.relname IN ({{ours}}) AND g.grantee <> c.relowner
ORDER BY 1
"""
