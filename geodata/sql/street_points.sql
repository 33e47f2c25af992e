-- 点を書く: beyond 50 km from its 町, by its other points and by the dictionary, a point is absurd and left out. It is far,
-- and flagged, beyond 5 km from the dictionary's point (or the middle, where there is none), or when it lies more than 1 km
-- and six times as far from the middle as half of the 町's points do.
WITH measured AS (
    SELECT p.*, t.radius,
           111320 * sqrt(((p.lng - t.lng) * cos(radians(t.lat))) ^ 2 + (p.lat - t.lat) ^ 2) AS from_middle,
           111320 * sqrt(((p.lng - t.known_lng) * cos(radians(t.lat))) ^ 2 + (p.lat - t.known_lat) ^ 2) AS from_known
      FROM street_joined AS p
      JOIN street_town AS t USING (city_code, town_key)
), written AS (
    INSERT INTO street_point (city_code, town_key, number, level, source_id, far, location)
    SELECT city_code, town_key, number, :level, :source,
           coalesce(from_known, from_middle) > 5000 OR from_middle > greatest(1000, 6 * radius),
           ST_SetSRID(ST_MakePoint(lng, lat), 4326)
      FROM measured
     WHERE least(from_middle, from_known) <= 50000
    RETURNING city_code, far
)
SELECT city_code, count(*), count(*) FILTER (WHERE far) FROM written GROUP BY city_code;
