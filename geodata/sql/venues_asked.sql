-- 会場名を探す: every name asked, all at once, with the municipality that each stands in. Of our own 会場 venue_name keeps the
-- name alone: the point is where the pin is now, and a pin that staff confirmed is known to whoever asks (confirmed_places).
SELECT v.name_key, v.name, v.address, coalesce(v.city_code, ''),
       ST_X(coalesce(own.location, v.location)), ST_Y(coalesce(own.location, v.location)), v.source_id
  FROM venue_name AS v
  LEFT JOIN gazetteer_source AS s ON s.id = v.source_id AND s.family = 'own-venues'
  LEFT JOIN LATERAL (
        SELECT p.location
          FROM place AS p
         WHERE p.municipality_code = v.city_code AND left(p.name, 200) = v.name AND left(p.address, 300) = v.address
           AND p.level = 'venue' AND p.confirmed_on IS NULL AND NOT p.private_home AND p.point_source <> '住所から'
       ) AS own ON s.id IS NOT NULL
 WHERE v.name_key = ANY (%(names)s)
   AND (s.id IS NULL OR own.location IS NOT NULL)
 ORDER BY v.source_id DESC, v.id;
