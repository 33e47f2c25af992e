-- 会場を区域に割り当てる. Every 区域 that covers a 会場, border included; of its 自治会 the smallest is named, so a rerun
-- changes nothing. One look at the map, then sets: 20,000 会場 and 300 自治会 take about a second.
WITH here AS MATERIALIZED (
    SELECT id, boundary, CASE WHEN kind = 'jichikai' THEN ST_Area(boundary) END AS size
      FROM area
     WHERE municipality_code = :municipality
), looked_at AS MATERIALIZED (
    SELECT id, jichikai_id
      FROM place
     WHERE municipality_code = :municipality
       AND (CAST(:place_ids AS bigint[]) IS NULL OR id = ANY (CAST(:place_ids AS bigint[])))
), covering AS MATERIALIZED (
    SELECT p.id AS place_id, h.id AS area_id, h.size
      FROM here AS h
      JOIN place AS p ON ST_Covers(h.boundary, p.location)
     WHERE p.municipality_code = :municipality
       AND (CAST(:place_ids AS bigint[]) IS NULL OR p.id = ANY (CAST(:place_ids AS bigint[])))
), named AS MATERIALIZED (
    SELECT DISTINCT ON (place_id) place_id, area_id
      FROM covering
     WHERE size IS NOT NULL
     ORDER BY place_id, size, area_id
), left_behind AS (
    DELETE FROM place_area AS pa
     USING looked_at AS l
     WHERE pa.place_id = l.id
       AND NOT EXISTS (SELECT FROM covering AS c WHERE c.place_id = pa.place_id AND c.area_id = pa.area_id)
), entered AS (
    INSERT INTO place_area (place_id, area_id)
    SELECT place_id, area_id
      FROM covering AS c
     WHERE NOT EXISTS (SELECT FROM place_area AS pa WHERE pa.place_id = c.place_id AND pa.area_id = c.area_id)
), renamed AS (
    UPDATE place AS p
       SET jichikai_id = n.area_id
      FROM looked_at AS l
      LEFT JOIN named AS n ON n.place_id = l.id
     WHERE p.id = l.id AND l.jichikai_id IS DISTINCT FROM n.area_id
)
SELECT count(*) FROM named;
