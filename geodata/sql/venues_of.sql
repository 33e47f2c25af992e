-- 候補に出す会場: the venues of some municipalities.
SELECT name, kana, coalesce(city_code, ''), address, ST_X(location), ST_Y(location)
  FROM venue_name
 WHERE city_code = ANY (%(cities)s)
 ORDER BY id;
