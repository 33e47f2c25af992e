-- データの版: every statement that changes public data raises one number, so that no page and no cache can miss it.
CREATE FUNCTION raise_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE data_version SET number = number + 1 WHERE id = 1;
    RETURN NULL;
END $$;

INSERT INTO data_version (id, number) VALUES (1, 1);

DO $$
DECLARE watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY[
        'municipality', 'category', 'target', 'need', 'category_need', 'organization', 'place', 'place_area', 'resource',
        'resource_target', 'served_area', 'schedule', 'schedule_exception', 'area', 'district', 'district_area',
        'basemap_feature', 'gazetteer_entry'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER raise_data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
             FOR EACH STATEMENT EXECUTE FUNCTION raise_data_version()', watched);
    END LOOP;
END $$;

-- 変更の記録は書き足すだけ: nobody rewrites the record of what was changed.
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only';
END $$;

CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
