-- 番地の点を探す: every number asked of a 町, all at once, at every level that has it. The newest source comes first.
SELECT a.city_code, a.town_key, a.number, p.level, ST_X(p.location), ST_Y(p.location), p.far, p.source_id
  FROM unnest(%(cities)s::text[], %(towns)s::text[], %(numbers)s::text[]) AS a(city_code, town_key, number)
  JOIN street_point AS p ON p.city_code = a.city_code AND p.town_key = a.town_key AND p.number = a.number
 ORDER BY p.source_id DESC;
