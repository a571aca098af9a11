/** @file Queries that the data page shows; DuckDB runs them in the folder of the downloads. */

export const queries: readonly { title: string; sql: string }[] = [
  {
    title: 'The fastest machines that train VGG16',
    sql: `SELECT machineName, software, value, unit FROM 'results.parquet'
WHERE workload = 'vgg16-cifar100' AND mode = 'train' AND rank = 1 ORDER BY value;`,
  },
  {
    title: 'How many rows have each flag',
    sql: `SELECT flag, count(*) AS marked FROM 'flags.parquet' GROUP BY flag ORDER BY marked DESC;`,
  },
  {
    title: 'Why attempts have no value',
    sql: `SELECT engine, status, count(*) AS attempts FROM 'gaps.parquet' GROUP BY ALL ORDER BY attempts DESC;`,
  },
  {
    title: 'Median and 90th percentile of the raw samples of a workload',
    sql: `SELECT engine, dtype, median(ns) / 1e6 AS ms, quantile_cont(ns, 0.9) / 1e6 AS p90
FROM (SELECT engine, dtype, unnest(samplesNs) AS ns
  FROM read_parquet('samples/**/*.parquet', hive_partitioning = true) WHERE workload = 'mnist-cnn')
GROUP BY ALL ORDER BY ms;`,
  },
  {
    title: 'The raw samples behind each row, and what was timed before and around them',
    sql: `SELECT r.id, r.value, r.unit, count(*) AS repetitions, sum(len(s.samplesNs)) AS samples,
  median(list_median(s.samplesNs)) / 1e6 AS ms, max(s.warmUpNs) / 1e9 AS warmUpSeconds,
  max(s.elapsedNs) / 1e9 AS loopSeconds
FROM 'results.parquet' AS r
JOIN read_parquet('samples/**/*.parquet', hive_partitioning = true) AS s
  ON list_contains(s.rows, r.id) AND list_contains(r.sources, s.source)
GROUP BY ALL ORDER BY samples DESC;`,
  },
];
