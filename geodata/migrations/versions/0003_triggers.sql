-- 版と記録: every change of a record raises its revision and is written down, whoever makes it and by whatever statement.
CREATE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER raise_revision BEFORE UPDATE ON resource
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION raise_revision();
CREATE TRIGGER raise_revision BEFORE UPDATE ON place
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION raise_revision();

-- 確認されたものは戻る: a record that was hidden because nobody confirmed it is back at once, whoever confirms it and however.
CREATE FUNCTION come_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM category AS c
                WHERE c.code = NEW.category_code
                  AND (c.hide_months IS NULL OR NEW.last_confirmed_on + make_interval(months => c.hide_months)
                                                >= (now() AT TIME ZONE 'Asia/Tokyo')::date)) THEN
        NEW.hidden_since := NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER come_back BEFORE UPDATE OF last_confirmed_on ON resource
    FOR EACH ROW WHEN (NEW.hidden_since IS NOT NULL AND OLD.last_confirmed_on IS DISTINCT FROM NEW.last_confirmed_on)
    EXECUTE FUNCTION come_back();

-- Who acts and how, as geodata.staff.audit.acting tells it for one transaction.
CREATE FUNCTION acting_account() RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT NULLIF(current_setting('wagagoto.account', true), '')::integer
$$;
CREATE FUNCTION acting_how() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('wagagoto.how', true), '')
$$;

-- One entry for a row that came or went; its name says which it was.
CREATE FUNCTION audit_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_entry (municipality_code, account_id, table_name, row_id, field, new, revision, how)
    SELECT municipality_code, acting_account(), TG_TABLE_NAME, id, '*', to_jsonb(name), revision, acting_how() FROM made;
    RETURN NULL;
END $$;
CREATE FUNCTION audit_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_entry (municipality_code, account_id, table_name, row_id, field, old, revision, how)
    SELECT municipality_code, acting_account(), TG_TABLE_NAME, id, '*', to_jsonb(name), revision, acting_how() FROM gone;
    RETURN NULL;
END $$;

-- One entry for each field that a statement changed. The fields stand in the trigger: a new column is listed there, or in
-- geodata.staff.audit as derived, and a test holds that it is one or the other.
CREATE FUNCTION audit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE pairs text;
BEGIN
    SELECT string_agg(format('(%L, to_jsonb(o.%I), to_jsonb(n.%I))', field, field, field), ', ')
      INTO pairs FROM unnest(string_to_array(TG_ARGV[0], ' ')) AS field;
    EXECUTE format(
        'INSERT INTO audit_entry (municipality_code, account_id, table_name, row_id, field, old, new, revision, how)
         SELECT n.municipality_code, acting_account(), %L, n.id, c.field, c.old, c.new, n.revision, acting_how()
           FROM was o JOIN became n USING (id), LATERAL (VALUES %s) AS c (field, old, new)
          WHERE c.old IS DISTINCT FROM c.new', TG_TABLE_NAME, pairs);
    RETURN NULL;
END $$;

DO $$
DECLARE watched record;
BEGIN
    FOR watched IN SELECT * FROM (VALUES
        ('resource', 'category_code organization_id place_id mode status visibility name name_kana description schedule_text '
            'target_text fee_text free reservation capacity languages served_text url remarks phone phone_visibility fax '
            'fax_visibility email email_visibility consent consented_on consented_how last_confirmed_on confirmed_by '
            'confirmed_how source source_key department hidden_since'),
        ('place', 'name address building postal_code location level point_source needs_review private_home barrier_free parking '
            'confirmed_on')
    ) AS each (name, fields) LOOP
        EXECUTE format('CREATE TRIGGER audit_made AFTER INSERT ON %I REFERENCING NEW TABLE AS made
                        FOR EACH STATEMENT EXECUTE FUNCTION audit_made()', watched.name);
        EXECUTE format('CREATE TRIGGER audit_gone AFTER DELETE ON %I REFERENCING OLD TABLE AS gone
                        FOR EACH STATEMENT EXECUTE FUNCTION audit_gone()', watched.name);
        EXECUTE format('CREATE TRIGGER audit_changed AFTER UPDATE ON %I REFERENCING OLD TABLE AS was NEW TABLE AS became
                        FOR EACH STATEMENT EXECUTE FUNCTION audit_changed(%L)', watched.name, watched.fields);
    END LOOP;
END $$;
