-- 住所辞書の版: what is loaded, in words that change whenever a source is loaded again.
SELECT slug, edition, to_char(loaded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
  FROM gazetteer_source
 ORDER BY slug COLLATE "C";
