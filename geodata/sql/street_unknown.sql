-- 町字の辞書にない町: 町 of street points that no entry names, so that no address leads to them.
SELECT count(*)
  FROM street_town AS t
 WHERE NOT EXISTS (SELECT FROM gazetteer_entry AS e
                    WHERE e.city_code = t.city_code AND e.town_key = t.town_key AND e.level = 'machiaza');
