-- よみと町字IDを分け合う: one source has the reading, the 町字ID or the 住居表示の別 of a 町, another has its point.
UPDATE gazetteer_entry AS e
   SET kana = coalesce(nullif(e.kana, ''), other.kana, ''), code = coalesce(e.code, other.code),
       jukyo = coalesce(e.jukyo, other.jukyo)
  FROM (SELECT city_code, town_key, max(nullif(kana, '')) AS kana, min(code) AS code, bool_or(jukyo) AS jukyo
          FROM gazetteer_entry
         WHERE level = 'machiaza' AND town_key <> '' AND city_code >= :first AND city_code < :next
         GROUP BY city_code, town_key) AS other
 WHERE e.city_code = other.city_code AND e.town_key = other.town_key AND e.level = 'machiaza'
   AND ((e.kana = '' AND other.kana IS NOT NULL) OR (e.code IS NULL AND other.code IS NOT NULL)
     OR (e.jukyo IS NULL AND other.jukyo IS NOT NULL));
