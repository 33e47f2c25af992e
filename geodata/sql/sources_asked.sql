-- 出典の名前と日付: of the sources that some points came from.
SELECT id, name, published_on, edition
  FROM gazetteer_source
 WHERE id = ANY (%(ids)s);
