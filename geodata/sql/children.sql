-- 対象・回る区域・開催 of records as JSON, for the record of changes. 開催 stand with the words they were told in.
SELECT r.id,
       COALESCE((SELECT jsonb_agg(t.target_code ORDER BY t.target_code)
                   FROM resource_target AS t WHERE t.resource_id = r.id), '[]') AS targets,
       COALESCE((SELECT jsonb_agg(a.code ORDER BY a.code)
                   FROM served_area AS s JOIN area AS a ON a.id = s.area_id WHERE s.resource_id = r.id), '[]') AS served,
       jsonb_build_object('words', r.schedule_words, 'rows', COALESCE((
           SELECT jsonb_agg(to_jsonb(h) - '{id,resource_id}'::text[] || jsonb_build_object('exceptions', COALESCE((
                      SELECT jsonb_agg(to_jsonb(e) - '{id,schedule_id}'::text[] ORDER BY e.kind, e.month, e.day, e.text)
                        FROM schedule_exception AS e WHERE e.schedule_id = h.id), '[]')) ORDER BY h.position)
             FROM schedule AS h WHERE h.resource_id = r.id), '[]')) AS schedules
  FROM resource AS r
 WHERE r.id = ANY (:ids);
