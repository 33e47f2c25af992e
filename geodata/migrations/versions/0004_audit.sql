-- One entry for each field that a statement changed, see 0003. What is the same on both sides is left out before it is JSON.
CREATE OR REPLACE FUNCTION audit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE pairs text;
BEGIN
    SELECT string_agg(format('SELECT %L, to_jsonb(o.%I), to_jsonb(n.%I) WHERE o.%I IS DISTINCT FROM n.%I',
                             field, field, field, field, field), ' UNION ALL ')
      INTO pairs FROM unnest(string_to_array(TG_ARGV[0], ' ')) AS field;
    EXECUTE format(
        'INSERT INTO audit_entry (municipality_code, account_id, table_name, row_id, field, old, new, revision, how)
         SELECT n.municipality_code, acting_account(), %L, n.id, c.field, c.old, c.new, n.revision, acting_how()
           FROM was o JOIN became n USING (id), LATERAL (%s) AS c (field, old, new)', TG_TABLE_NAME, pairs);
    RETURN NULL;
END $$;
