-- 街区をまとめる: the middle of the 住居番号 in a 街区 stands for it, for those who write 14番 and no 号.
WITH written AS (
    INSERT INTO street_point (city_code, town_key, number, level, source_id, far, location)
    SELECT city_code, town_key, split_part(number, '-', 1), 'block', source_id, false, ST_Centroid(ST_Collect(location))
      FROM street_point
     WHERE source_id = :source AND city_code = ANY(:cities) AND level = 'residence' AND NOT far AND number LIKE '%-%'
     GROUP BY city_code, town_key, split_part(number, '-', 1), source_id
    RETURNING 1
)
SELECT count(*) FROM written;
