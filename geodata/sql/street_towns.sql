-- 町の広がり: the middle of a 町's points (a median, which points gone astray do not move), how far half of them lie from
-- it in metres, and the point that the dictionary has for that 町, its own before an inherited one.
INSERT INTO street_town (city_code, town_key, lng, lat, radius, known_lng, known_lat)
WITH middle AS (
    SELECT city_code, town_key,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY lng) AS lng,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY lat) AS lat
      FROM street_joined
     GROUP BY city_code, town_key
), spread AS (
    SELECT city_code, town_key,
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY 111320 * sqrt(((p.lng - m.lng) * cos(radians(m.lat))) ^ 2 + (p.lat - m.lat) ^ 2)) AS radius
      FROM street_joined AS p
      JOIN middle AS m USING (city_code, town_key)
     GROUP BY city_code, town_key
)
SELECT m.city_code, m.town_key, m.lng, m.lat, spread.radius, ST_X(known.location), ST_Y(known.location)
  FROM middle AS m
  JOIN spread USING (city_code, town_key)
  LEFT JOIN LATERAL (
      SELECT e.location
        FROM gazetteer_entry AS e
       WHERE e.city_code = m.city_code AND e.town_key = m.town_key AND e.level = 'machiaza' AND e.location IS NOT NULL
       ORDER BY e.inherited, e.preferred DESC, e.id
       LIMIT 1
  ) AS known ON true;
