-- 会場名を探す: every name asked, all at once, with the municipality that each stands in.
SELECT v.name_key, v.name, v.address, coalesce(v.city_code, ''), ST_X(v.location), ST_Y(v.location)
  FROM venue_name AS v
 WHERE v.name_key = ANY (%(names)s)
 ORDER BY v.source_id DESC, v.id;
