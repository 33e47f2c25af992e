-- 会場を区域に割り当てる. Every 区域 that covers a 会場, border included; of its 自治会 the smallest is named, so a rerun changes nothing.
-- A 会場 known only to its city lies in the city and in nothing smaller.
WITH covering AS MATERIALIZED (
    SELECT p.id AS place_id, a.id AS area_id
      FROM area AS a
      JOIN place AS p ON p.municipality_code = a.municipality_code AND ST_Covers(a.boundary, p.location)
     WHERE a.municipality_code = :municipality
       AND (CAST(:place_ids AS bigint[]) IS NULL OR p.id = ANY (CAST(:place_ids AS bigint[])))
       AND (p.level NOT IN ('prefecture', 'city') OR a.kind = 'municipality')
), looked_at AS (
    SELECT p.id, p.jichikai_id
      FROM place AS p
     WHERE p.municipality_code = :municipality
       AND (CAST(:place_ids AS bigint[]) IS NULL OR p.id = ANY (CAST(:place_ids AS bigint[])))
), sized AS MATERIALIZED (
    SELECT id, ST_Area(boundary) AS size
      FROM area
     WHERE municipality_code = :municipality AND kind = 'jichikai'
), named AS MATERIALIZED (
    SELECT DISTINCT ON (c.place_id) c.place_id, c.area_id
      FROM covering AS c
      JOIN sized AS s ON s.id = c.area_id
     ORDER BY c.place_id, s.size, c.area_id
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
        ON CONFLICT DO NOTHING
), renamed AS (
    UPDATE place AS p
       SET jichikai_id = n.area_id
      FROM looked_at AS l
      LEFT JOIN named AS n ON n.place_id = l.id
     WHERE p.id = l.id AND l.jichikai_id IS DISTINCT FROM n.area_id
)
SELECT count(*) FROM named;
