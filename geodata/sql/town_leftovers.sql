-- つき合わせの残り: towns that no position names, and positions that name no town; the two files differ in edition.
SELECT (SELECT count(DISTINCT key) FROM town_row AS r WHERE NOT EXISTS (SELECT FROM town_place AS p WHERE p.key = r.key)),
       (SELECT count(DISTINCT key) FROM town_place AS p WHERE NOT EXISTS (SELECT FROM town_row AS r WHERE r.key = p.key));
