-- 下地の出典, each once.
SELECT DISTINCT source FROM basemap_feature WHERE municipality_code = :municipality AND source <> '' ORDER BY source;
