-- 町字を書く: each town with its own point, else that of its 大字, else the middle of the towns in its 大字 that have one.
-- The first ten figures of a key are the municipality and the 大字; 0000 is no 大字 but 小字 without one. A town is written
-- twice where 住居表示 covers a part of it.
WITH town AS (
    SELECT DISTINCT ON (key) key, pref, city, machiaza, koaza, kana, town_key,
           bool_or(jukyo) OVER (PARTITION BY key) AS jukyo
      FROM town_row
     ORDER BY key
), place AS (
    SELECT DISTINCT ON (key) key, ST_SetSRID(ST_MakePoint(lng, lat), 4326) AS point
      FROM town_place
     ORDER BY key
), placed AS (
    SELECT town.*, place.point AS own FROM town LEFT JOIN place USING (key)
), oaza AS (
    SELECT left(key, 10) AS oaza,
           coalesce((array_agg(own) FILTER (WHERE right(key, 3) = '000' AND own IS NOT NULL))[1],
                    ST_Centroid(ST_Collect(own))) AS point
      FROM placed
     WHERE substr(key, 7, 4) <> '0000'
     GROUP BY 1
), written AS (
    INSERT INTO gazetteer_entry
           (source_id, level, city_code, code, pref, city, machiaza, koaza, kana, town_key, jukyo, inherited, location)
    SELECT :source, 'machiaza', left(key, 6), key, pref, city, machiaza, koaza, kana, town_key, jukyo,
           own IS NULL AND oaza.point IS NOT NULL, coalesce(own, oaza.point)
      FROM placed
      LEFT JOIN oaza ON oaza.oaza = left(placed.key, 10)
     ORDER BY key
    RETURNING inherited, location IS NULL AS pointless
)
SELECT count(*), count(*) FILTER (WHERE inherited), count(*) FILTER (WHERE pointless) FROM written;
