/**
 * @file Rows with the names that the catalogue has for them, and shards: such rows of one workload and mode as columns, for
 * the site. A page loads a shard when somebody filters or sorts; what it lacks is in files of details, one for each
 * `ROWS_A_FILE` rows. Names contain a hash of the content, so that a browser can keep the files for ever; `shards.json` lists
 * them. Types and lists only.
 */
import type { Hardware } from './catalogue.ts';
import type { Gap, Measurer, Row, Scaling } from './leaderboard.ts';
import type { Mode, WorkloadId } from './words.ts';

/** `other` if the catalogue does not list the device and its name names no maker. */
export type NamedVendor = Hardware['vendor'] | 'other';

/** `software` is a GPU that the CPU emulates: shown with a label, never counted as a GPU. */
export type Kind = 'gpu' | 'cpu' | 'software';

export interface Names {
  /** Name of the device in the catalogue, or as the driver reports it. */
  name: string;
  vendor: NamedVendor;
  engineName: string;
  kind: Kind;
}

export type NamedRow = Row &
  Names & {
    /** Whether larger values of the metric are better. */
    higherIsBetter: boolean;
    /** The metric as a heading: "Latency of one sample". */
    metricTitle: string;
    /** Who is behind `sources`, each once. */
    measuredBy: Measurer[];
    /** Ids of `flags`, without their texts. */
    flagIds: string[];
    /** That another engine is faster on such a device, and how to measure with it; null if none is known to be. */
    fasterEngine: string | null;
  };
export type NamedGap = Gap & Names;
export type NamedScaling = Scaling & Names;

/** What a row in a list has: everything to filter, group, compare and draw it. */
export const LISTED_FIELDS = [
  ...['id', 'machine', 'hardware', 'workload', 'mode', 'engine', 'device', 'recipe', 'dtype'],
  ...['batchSize', 'size', 'sequenceLength', 'languageModel', 'metric', 'unit', 'value', 'ci', 'n'],
  ...['machines', 'runs', 'speedup', 'speedupReason', 'speedupCi', 'baselineValue', 'utilization'],
  ...[
    'utilizationOf',
    'comparisonKey',
    'rank',
    'rankBand',
    'rankReason',
    'trust',
    'provenance',
    'measuredBy',
  ],
  ...['software', 'os', 'samplesPerSecond', 'latency', 'firstStepSeconds', 'energy'],
  ...['cost', 'convergence', 'date'],
  ...['name', 'vendor', 'engineName', 'kind', 'higherIsBetter', 'metricTitle', 'flagIds'],
] as const satisfies readonly (keyof NamedRow)[];
export type ListedField = (typeof LISTED_FIELDS)[number];

/** A row of a shard. Rows with all fields can stand wherever it can; numbers of a shard have `SHARD_DIGITS` digits. */
export type ListedRow = Pick<NamedRow, ListedField>;

/** Fields whose parts are columns of their own, such as "ci.low". The first part is null if and only if the field is. */
export const SPLIT_FIELDS = {
  ci: ['kind', 'low', 'high'],
  speedupCi: ['low', 'high'],
  latency: ['samples', 'p90Ms'],
  energy: ['source', 'scope', 'watts', 'idleWatts', 'joules', 'per'],
  cost: ['usd', 'hours', 'epochs', 'pricePerHourUsd', 'source'],
} as const satisfies Partial<{ [Field in ListedField]: readonly (keyof NonNullable<ListedRow[Field]>)[] }>;

/** Significant digits of fractions in a shard: two more than a page shows. The details have all digits. */
export const SHARD_DIGITS = 5;

/** The values of a column, in the order of the rows; which form it has depends on how often values repeat. */
export type ShardColumn =
  /** All rows have the same value. */
  | { value: unknown }
  /** One value a row. */
  | { values: unknown[] }
  /** Different values in the order of their first row, and for each row the position of its value. */
  | { values: unknown[]; codes: number[] };

/** A shard: `shards/<workload>/<mode>-<hash>.json`. */
export interface Shard {
  workload: WorkloadId;
  mode: Mode;
  /** Number of rows; they have the order of leaderboard.json. */
  rows: number;
  /** By the name of the field, or of a part of a field. */
  columns: Record<string, ShardColumn>;
  /** Names of the files of details, below the folder of the shard. */
  details: string[];
}

/** Rows in a file of details: about 100 KB, 10 KB compressed. */
export const ROWS_A_FILE = 50;

/** A file of details, `shards/<workload>/<mode>-<number>-<hash>.json`: whole rows, in the order of the shard. */
export type ShardDetails = NamedRow[];

/** Facets with few values, which the summary counts. */
export const SUMMARY_FACETS = ['vendor', 'kind', 'engine', 'recipe', 'dtype', 'provenance'] as const;

export interface ShardSummary {
  mode: Mode;
  rows: number;
  /** Different machines behind the rows. */
  machines: number;
  /** Day of the newest row. */
  date: string;
  /** Path of the shard, from the folder of `shards.json`. */
  path: string;
  /** Number of rows with each value. */
  facets: Record<(typeof SUMMARY_FACETS)[number], Record<string, number>>;
}

/** `shards.json`: every workload that has rows with its modes, and where their shards are. */
export interface ShardIndex {
  kind: 'shards';
  workloads: { id: WorkloadId; modes: ShardSummary[] }[];
}
