-- 同じ町から一つを選ぶ: with a point of its own before an inherited one before none, then by the rank of the source.
UPDATE gazetteer_entry AS e
   SET preferred = chosen.first
  FROM (SELECT e.id,
               row_number() OVER (PARTITION BY e.city_code, e.town_key
                                      ORDER BY e.location IS NULL, e.inherited,
                                               coalesce(array_position(CAST(:ranked AS text[]), CAST(s.family AS text)), 99), e.id) = 1
                   AS first
          FROM gazetteer_entry AS e
          JOIN gazetteer_source AS s ON s.id = e.source_id
         WHERE e.level = 'machiaza' AND e.town_key <> '' AND e.city_code >= :first AND e.city_code < :next) AS chosen
 WHERE chosen.id = e.id AND e.preferred <> chosen.first;
