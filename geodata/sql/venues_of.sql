-- 候補に出す会場: the venues of some municipalities, our own 会場 where their pins are now.
WITH own AS (
    SELECT DISTINCT ON (1, 2, 3) municipality_code, left(name, 200) AS name, left(address, 300) AS address, location
      FROM place
     WHERE municipality_code = ANY (%(cities)s)
       AND level IN ('block', 'residence', 'parcel', 'venue') AND NOT private_home
     ORDER BY 1, 2, 3, confirmed_on DESC NULLS LAST, id
)
SELECT v.name, v.kana, v.city_code, v.address,
       ST_X(coalesce(own.location, v.location)), ST_Y(coalesce(own.location, v.location)), s.name, s.published_on, s.edition
  FROM venue_name AS v
  JOIN gazetteer_source AS s ON s.id = v.source_id
  LEFT JOIN own ON s.family = 'own-venues'
                AND own.municipality_code = v.city_code AND own.name = v.name AND own.address = v.address
 WHERE v.city_code = ANY (%(cities)s)
   AND (s.family <> 'own-venues' OR own.location IS NOT NULL)
 ORDER BY v.id;
