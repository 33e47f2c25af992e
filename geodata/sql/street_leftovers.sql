-- つき合わせの残り: numbers that no position names, and positions that name no number; the two files differ in edition.
SELECT (SELECT count(*) FROM street_row AS r
         WHERE r.lng IS NULL AND NOT EXISTS (SELECT FROM street_place AS p WHERE p.key = r.key)),
       (SELECT count(*) FROM street_place AS p
         WHERE NOT EXISTS (SELECT FROM street_row AS r WHERE r.key = p.key));
