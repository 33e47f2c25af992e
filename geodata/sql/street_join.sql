-- 点のある番号: each number of a 町 once, with its own point or that of the position row with its ID; the representative first.
INSERT INTO street_joined (city_code, town_key, number, lng, lat)
SELECT DISTINCT ON (r.city_code, r.town_key, r.number)
       r.city_code, r.town_key, r.number, coalesce(r.lng, p.lng), coalesce(r.lat, p.lat)
  FROM street_row AS r
  LEFT JOIN street_place AS p USING (key)
 WHERE coalesce(r.lng, p.lng) IS NOT NULL
 ORDER BY r.city_code, r.town_key, r.number, r.rank, r.key;
