-- 点のある町丁目: the smallest that covers it, border included; a surveyed 区域 goes before an approximate one.
SELECT m.prefecture, m.name, m.code, a.name, a.approximate, a.source
  FROM area AS a
  JOIN municipality AS m ON m.code = a.municipality_code
 WHERE a.kind = 'machiaza' AND ST_Covers(a.boundary, ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326))
 ORDER BY a.approximate, ST_Area(a.boundary), a.id
 LIMIT 1;
