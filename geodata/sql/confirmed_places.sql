-- 確認済みの会場: pins that staff confirmed, for finding the same address or venue again. A private home is none of them,
-- nor is a 会場 whose words were confirmed while its pin is still a mere 町 centre.
SELECT p.address_key, p.name, p.address, p.municipality_code, ST_X(p.location), ST_Y(p.location), p.confirmed_on
  FROM place AS p
 WHERE p.confirmed_on IS NOT NULL
   AND NOT p.private_home
   AND p.level IN ('block', 'residence', 'parcel', 'venue')
 ORDER BY p.confirmed_on DESC, p.id;
