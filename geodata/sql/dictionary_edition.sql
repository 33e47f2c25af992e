-- 住所辞書の版: what is loaded, in words that change whenever a source of 町 is loaded again. Venues and 番地 stay in the
-- database; the dictionary need not be compiled anew for them.
SELECT slug, CASE WHEN elsewhere THEN '' ELSE edition END,
       CASE WHEN elsewhere THEN '' ELSE to_char(loaded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') END
  FROM gazetteer_source,
       LATERAL (SELECT family IN ('own-venues', 'venues', 'abr-block', 'abr-residence', 'abr-parcel', 'isj-block', 'post-office')
                       AS elsewhere) AS kept
 ORDER BY slug COLLATE "C";
