-- 区域の形をGeoJSONに. All borders are thinned together, each once, so that neighbours still meet along the same points;
-- an area that cannot be put together again from its thinned borders is thinned alone.
-- Where the city's own outline is asked for but not loaded, the union of the other areas stands in for it.
WITH plane AS (
    SELECT a.id, a.code, a.name, a.name_kana AS kana, a.kind, a.approximate,
           ST_SnapToGrid(ST_Transform(a.boundary, m.srid), 0.1) AS shape
      FROM area AS a
      JOIN municipality AS m ON m.code = a.municipality_code
     WHERE a.municipality_code = :municipality AND a.kind = ANY (:kinds)
), asked AS (
    SELECT * FROM plane
     UNION ALL
    SELECT 0, m.code, m.name, '', 'municipality', bool_or(p.approximate), ST_Union(p.shape)
      FROM plane AS p, municipality AS m
     WHERE m.code = :municipality AND 'municipality' = ANY (:kinds)
     GROUP BY m.code, m.name
    HAVING NOT bool_or(p.kind = 'municipality')
), borders AS (
    SELECT ST_LineMerge(ST_UnaryUnion(ST_Collect(ST_Boundary(shape)))) AS lines FROM asked
), faces AS (
    SELECT (ST_Dump(ST_Polygonize(ST_UnaryUnion(ST_SimplifyPreserveTopology(lines, :simplify_m))))).geom AS face FROM borders
), pieces AS MATERIALIZED (
    SELECT face, ST_PointOnSurface(face) AS inside FROM faces
), thinned AS MATERIALIZED (
    SELECT a.*, CASE WHEN abs(ST_Area(own.shape) / ST_Area(a.shape) - 1) < 0.05 THEN own.shape
                     ELSE ST_SimplifyPreserveTopology(a.shape, :simplify_m) END AS thin
      FROM asked AS a,
           LATERAL (SELECT ST_Union(face) AS shape FROM pieces WHERE a.shape && inside AND ST_Covers(a.shape, inside)) AS own
), drawn AS (
    SELECT t.*, ST_SnapToGrid(ST_Transform(t.thin, 4326), 0.00001) AS lonlat, ST_Transform((label).center, 4326) AS label_point,
           round((label).radius) AS room_m,
           EXISTS (SELECT FROM district_area AS da JOIN district AS d ON d.id = da.district_id
                    WHERE da.area_id = t.id AND d.model) AS model
      FROM thinned AS t, LATERAL ST_MaximumInscribedCircle(t.thin) AS label
)
SELECT json_build_object(
           'type', 'FeatureCollection',
           'features', coalesce(json_agg(json_build_object(
               'type', 'Feature',
               'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(lonlat), 5)::json,
               'properties', json_build_object(
                   'code', code, 'name', name, 'kana', kana, 'kind', kind, 'approximate', approximate, 'model', model,
                   'at', json_build_array(round(ST_X(label_point)::numeric, 5), round(ST_Y(label_point)::numeric, 5)),
                   'room_m', room_m)
           ) ORDER BY kind, code), '[]'::json))::text
  FROM drawn;
