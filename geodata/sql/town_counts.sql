-- 町字の数: how many different towns the files name in each municipality.
SELECT left(key, 6), count(DISTINCT key) FROM town_row GROUP BY 1 ORDER BY 1;
