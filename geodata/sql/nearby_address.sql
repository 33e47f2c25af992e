-- 点の住所を探す: the 町 whose points lie nearest, and in each the nearest 番地. Degrees only choose the box; metres order.
WITH here AS (
    SELECT ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326) AS point
), town AS MATERIALIZED (
    SELECT e.city_code, e.town_key, e.pref, e.city, e.machiaza, e.koaza,
           ST_Distance(e.location::geography, here.point::geography) AS away, e.source_id
      FROM gazetteer_entry AS e, here
     WHERE e.location && ST_Expand(here.point, %(reach)s)
       AND e.level = 'machiaza' AND e.preferred AND NOT e.inherited AND e.city_code IS NOT NULL
     ORDER BY away, e.id
     LIMIT 8
)
SELECT town.city_code, town.town_key, town.pref, town.city, town.machiaza, town.koaza, town.away,
       street.number, street.level, street.away,
       s.name, coalesce(to_char(s.published_on, 'YYYY-MM-DD'), s.edition),
       t.name, coalesce(to_char(t.published_on, 'YYYY-MM-DD'), t.edition)
  FROM town
  JOIN gazetteer_source AS s ON s.id = town.source_id
  LEFT JOIN LATERAL (
        SELECT p.number, p.level, p.source_id, ST_Distance(p.location::geography, here.point::geography) AS away
          FROM street_point AS p, here
         WHERE p.city_code = town.city_code AND p.town_key = town.town_key AND NOT p.far
         ORDER BY away, p.number
         LIMIT 1
       ) AS street ON true
  LEFT JOIN gazetteer_source AS t ON t.id = street.source_id
 ORDER BY town.away;
