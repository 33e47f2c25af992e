-- 対象・回る区域・開催の変更を記録する: what records say now, beside what children_before says that they said.
INSERT INTO audit_entry (municipality_code, account_id, table_name, row_id, field, old, new, revision, how)
SELECT r.municipality_code, acting_account(), 'resource', r.id, f.field, f.old, f.new, r.revision, acting_how()
  FROM children_before AS b
  JOIN (/* children */) AS n ON n.id = b.id
  JOIN resource AS r ON r.id = b.id
 CROSS JOIN LATERAL (VALUES ('targets', b.targets, n.targets),
                            ('served', b.served, n.served),
                            ('schedules', b.schedules, n.schedules)) AS f (field, old, new)
 WHERE f.old IS DISTINCT FROM f.new
 ORDER BY r.id
