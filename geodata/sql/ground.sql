-- 下地をGeoJSONに: rail, stations, water, roads and place names in and around a city, or in a box (lon-lat).
-- Stations count where a loaded line runs by (0.003 degrees, about 300 m). A station drawn once for each of its lines becomes
-- one point; 町 names come from the address dictionary unless place names of the city's own are loaded.
WITH city AS (
    SELECT code, srid FROM municipality WHERE code = :municipality
), frame AS MATERIALIZED (
    SELECT coalesce(ST_MakeEnvelope(:west, :south, :east, :north, 4326),
                    ST_Expand(ST_SetSRID(ST_Extent(boundary)::geometry, 4326), 0.03)) AS box
      FROM area
     WHERE municipality_code = :municipality
), seen AS (
    SELECT b.kind, b.name, coalesce(ST_ClipByBox2D(b.shape, frame.box), b.shape) AS shape
      FROM basemap_feature AS b, frame
     WHERE b.municipality_code = :municipality AND (frame.box IS NULL OR b.shape && frame.box)
), merged AS (
    SELECT kind, name, ST_LineMerge(ST_Collect(shape)) AS shape
      FROM seen WHERE kind IN ('rail', 'water', 'road') AND ST_Dimension(shape) = 1 GROUP BY kind, name
     UNION ALL
    SELECT kind, name, shape FROM seen WHERE kind = 'water' AND ST_Dimension(shape) = 2
     UNION ALL
    SELECT kind, name, ST_Centroid(ST_Collect(ST_Centroid(shape))) FROM seen AS s
     WHERE kind = 'station'
       AND (NOT EXISTS (SELECT FROM seen WHERE kind = 'rail')
            OR EXISTS (SELECT FROM seen AS r WHERE r.kind = 'rail' AND ST_DWithin(r.shape, s.shape, 0.003)))
     GROUP BY kind, name
     UNION ALL
    SELECT kind, name, ST_PointOnSurface(shape) FROM seen WHERE kind = 'place'
     UNION ALL
    SELECT 'place', g.machiaza, ST_Centroid(ST_Collect(g.location))
      FROM gazetteer_entry AS g, frame
     WHERE g.city_code = :municipality AND g.level = 'machiaza' AND g.koaza = '' AND g.machiaza <> ''
       AND g.location IS NOT NULL AND (frame.box IS NULL OR g.location && frame.box)
       AND NOT EXISTS (SELECT FROM basemap_feature WHERE municipality_code = :municipality AND kind = 'place')
     GROUP BY g.machiaza
), drawn AS (
    SELECT m.kind, m.name,
           ST_SnapToGrid(ST_Transform(ST_SimplifyPreserveTopology(ST_Transform(m.shape, c.srid), :simplify_m), 4326), 0.00001) AS lonlat
      FROM merged AS m, city AS c
     WHERE NOT ST_IsEmpty(m.shape)
)
SELECT json_build_object(
           'type', 'FeatureCollection',
           'features', coalesce(json_agg(json_build_object(
               'type', 'Feature',
               'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(lonlat), 5)::json,
               'properties', json_build_object('kind', kind, 'name', name)
           ) ORDER BY kind, name, lonlat), '[]'::json))::text
  FROM drawn;
