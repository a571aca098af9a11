/**
 * @file The fields of a row and the columns that each becomes in a table: the one list behind results.csv, the Parquet file,
 * the CSV that the page saves and the data dictionary. Pure.
 */
import type { Row } from '../contract/leaderboard.ts';

/** Parquet type of a column. */
export type ColumnType = 'STRING' | 'DOUBLE' | 'INT32' | 'BOOLEAN';

export interface Column<Of> {
  name: string;
  type: ColumnType;
  /** Null for text, counts and shares, and if another column contains it. */
  unit: string | null;
  /** A sentence for the data dictionary. */
  text: string;
  read(of: Of): string | number | boolean | null;
}

export interface Field {
  /** A sentence for the data dictionary. */
  text: string;
  columns: readonly Column<Row>[];
}

type Read = Column<Row>['read'];

const column = (name: string, type: ColumnType, unit: string | null, text: string, read: Read) => ({
  name,
  type,
  unit,
  text,
  read,
});

/** Fields that a table can hold as they are. */
type Scalar = {
  [Name in keyof Row]: Row[Name] extends string | number | boolean | null ? Name : never;
}[keyof Row];

/** A field that is a single column with the same name. */
const plain = (name: Scalar, type: ColumnType, unit: string | null, text: string): Field => ({
  text,
  columns: [column(name, type, unit, text, (row) => row[name])],
});

/** Every batch with its samples per second, "1:200 32:5000". */
function batches({ ladder }: Row): string | null {
  return (
    ladder?.map(({ batchSize, samplesPerSecond }) => `${batchSize}:${samplesPerSecond}`).join(' ') ?? null
  );
}

/** Every field of a row, in the order of the table. One row is one value, so each has one `metric`, `value` and `unit`. */
export const fields: Record<keyof Row, Field> = {
  id: plain('id', 'STRING', null, 'Stable: the same inputs give the same id.'),
  machine: {
    text: 'The machine, without personal data; its CPU and its GPU share the id.',
    columns: [
      column('machine', 'STRING', null, 'Id of the machine.', ({ machine }) => machine.id),
      column('machineName', 'STRING', null, 'Its processor and GPUs.', ({ machine }) => machine.name),
    ],
  },
  hardware: plain(
    'hardware',
    'STRING',
    null,
    'Catalogue id of the device; null if its name is not in the catalogue.',
  ),
  workload: plain('workload', 'STRING', null, 'What is computed.'),
  mode: plain(
    'mode',
    'STRING',
    null,
    'train, infer, op (one operation alone), converge (train to a target accuracy), prompt (process a prompt) or generate (generate token after token).',
  ),
  engine: plain('engine', 'STRING', null, 'The software that computes.'),
  software: plain('software', 'STRING', null, 'Engine and version, or the wording of a source.'),
  os: plain('os', 'STRING', null, 'Operating system.'),
  device: {
    text: 'The device, as its driver reports it.',
    columns: [
      column('deviceKind', 'STRING', null, 'cpu or gpu.', ({ device }) => device.kind),
      column('deviceApi', 'STRING', null, 'Its programming interface.', ({ device }) => device.api),
      column('deviceName', 'STRING', null, 'Its name as the driver reports it.', ({ device }) => device.name),
      column(
        'deviceIndex',
        'INT32',
        null,
        'Its number if the machine has several GPUs, from 0; else null.',
        ({ device }) => device.index ?? null,
      ),
      column(
        'deviceSoftware',
        'BOOLEAN',
        null,
        'True for a GPU that the CPU emulates.',
        ({ device }) => device.software,
      ),
    ],
  },
  recipe: plain(
    'recipe',
    'STRING',
    null,
    'naive (as a tutorial does it) or optimized (as fast as the engine can be made).',
  ),
  dtype: plain(
    'dtype',
    'STRING',
    null,
    'Number format of the arithmetic; for a net, half precision means mixed precision with weights in float32. The format of quantized weights is in languageModel.',
  ),
  batchSize: plain(
    'batchSize',
    'INT32',
    null,
    'Samples per step; for peakSamplesPerSecond the best batch. Null if there is no batch.',
  ),
  size: plain(
    'size',
    'INT32',
    null,
    'Rows and columns of each matrix; null except for matrix products and copies.',
  ),
  sequenceLength: plain(
    'sequenceLength',
    'INT32',
    'tokens',
    'Tokens per sequence; null if the samples are not sequences.',
  ),
  languageModel: {
    text: 'The language model; null for other workloads.',
    columns: [
      column('model', 'STRING', null, 'Its name.', ({ languageModel }) => languageModel?.name ?? null),
      column(
        'quantization',
        'STRING',
        null,
        'Format of most weights.',
        ({ languageModel }) => languageModel?.quantization ?? null,
      ),
      column(
        'modelParameters',
        'DOUBLE',
        null,
        'Its parameters.',
        ({ languageModel }) => languageModel?.parameters ?? null,
      ),
      column(
        'modelActiveParameters',
        'DOUBLE',
        null,
        'Parameters used for each token in a mixture of experts; null if all are used.',
        ({ languageModel }) => languageModel?.activeParameters ?? null,
      ),
      column(
        'modelBytes',
        'DOUBLE',
        'bytes',
        'Size of its file.',
        ({ languageModel }) => languageModel?.bytes ?? null,
      ),
      column(
        'modelSha256',
        'STRING',
        null,
        'SHA-256 of its file.',
        ({ languageModel }) => languageModel?.sha256 ?? null,
      ),
      column(
        'modelGenerated',
        'BOOLEAN',
        null,
        'True for the model that the runner generates with random weights.',
        ({ languageModel }) => languageModel?.generated ?? null,
      ),
      column(
        'gpuLayers',
        'INT32',
        null,
        'Layers that the GPU computes; null if it computes all of them.',
        ({ languageModel }) => languageModel?.gpuLayers ?? null,
      ),
    ],
  },
  metric: plain('metric', 'STRING', null, 'What value counts.'),
  unit: plain('unit', 'STRING', null, 'Unit of value, ci and baselineValue.'),
  value: plain(
    'value',
    'DOUBLE',
    null,
    'Median over the repetitions of the median of each; for a published row the value as published.',
  ),
  ci: {
    text: '95 % interval of the median from six repetitions on; with fewer, the smallest and the largest value.',
    columns: [
      column('ciLow', 'DOUBLE', null, 'Its lower end.', ({ ci }) => ci?.low ?? null),
      column('ciHigh', 'DOUBLE', null, 'Its upper end.', ({ ci }) => ci?.high ?? null),
      column('ciKind', 'STRING', null, '95% or range.', ({ ci }) => ci?.kind ?? null),
    ],
  },
  n: plain('n', 'INT32', null, 'Repetitions, each a fresh process; null if a source does not say.'),
  speedup: plain(
    'speedup',
    'DOUBLE',
    null,
    'Times faster than baselineValue; if null, speedupReason says why.',
  ),
  speedupReason: plain('speedupReason', 'STRING', null, 'Why there is no speedup.'),
  baselineValue: plain('baselineValue', 'DOUBLE', null, 'Value of the 1.0x device for the same work.'),
  utilization: plain(
    'utilization',
    'DOUBLE',
    null,
    'Share of the device’s peak, of a copy the share of its memory bandwidth, 0 to 1; null if the rate or the peak is unknown.',
  ),
  utilizationOf: plain(
    'utilizationOf',
    'STRING',
    null,
    'What utilization is a share of: the rated peak, or the fastest matrix product measured in the same run.',
  ),
  samplesPerSecond: plain(
    'samplesPerSecond',
    'DOUBLE',
    'samples/s',
    'The same value as a rate; null if the work has no samples.',
  ),
  latency: {
    text: 'For latencyMs: the 90th percentile and the number of single inferences behind it.',
    columns: [
      column('latencyP90Ms', 'DOUBLE', 'ms', 'The 90th percentile.', ({ latency }) => latency?.p90Ms ?? null),
      column(
        'latencySamples',
        'INT32',
        null,
        'Single inferences behind it.',
        ({ latency }) => latency?.samples ?? null,
      ),
    ],
  },
  ladder: {
    text: 'For peakSamplesPerSecond: every batch that ran and its rate.',
    columns: [
      column('ladder', 'STRING', 'samples/s', 'Batch and rate of each, as "1:200 32:5000".', batches),
    ],
  },
  largestBatch: {
    text: 'For a batch sweep: the largest batch that ran. It is the largest that fits only if the limit is memory.',
    columns: [
      column(
        'largestBatch',
        'INT32',
        null,
        'The largest batch that ran.',
        ({ largestBatch }) => largestBatch?.batchSize ?? null,
      ),
      column(
        'largestBatchLimit',
        'STRING',
        null,
        'Why no larger batch ran: memory, time or none.',
        ({ largestBatch }) => largestBatch?.limit ?? null,
      ),
    ],
  },
  drift: plain(
    'drift',
    'DOUBLE',
    null,
    'Time of the last repetition over that of the first, minus 1: above 0 it became slower.',
  ),
  firstStepSeconds: plain(
    'firstStepSeconds',
    'DOUBLE',
    's',
    'Time from the start of the process to the end of the first step: loading, building, compiling.',
  ),
  check: {
    text: 'How the result was checked: the largest relative error and its bound. If the kind is none, nothing was compared. Null for published rows.',
    columns: [
      column('checkKind', 'STRING', null, 'What was compared.', ({ check }) => check?.kind ?? null),
      column(
        'checkAgainst',
        'STRING',
        null,
        'What it was compared with.',
        ({ check }) => check?.against ?? null,
      ),
      column(
        'checkError',
        'DOUBLE',
        null,
        'The largest relative error.',
        ({ check }) => check?.maxRelativeError ?? null,
      ),
      column('checkTolerance', 'DOUBLE', null, 'Its bound.', ({ check }) => check?.tolerance ?? null),
    ],
  },
  peakMemory: {
    text: 'Highest memory in bytes; compare only values of the same method. Null if there is no counter.',
    columns: [
      column(
        'peakMemoryBytes',
        'DOUBLE',
        'bytes',
        'The highest memory.',
        ({ peakMemory }) => peakMemory?.bytes ?? null,
      ),
      column(
        'peakMemoryMethod',
        'STRING',
        null,
        'How it was read.',
        ({ peakMemory }) => peakMemory?.method ?? null,
      ),
    ],
  },
  energy: {
    text: 'Measured in the same run, never derived from a rated power; joules are the mean watts times the seconds of an epoch, 1000 samples, 1000 tokens or a run.',
    columns: [
      column('watts', 'DOUBLE', 'W', 'Mean over the timed loops.', ({ energy }) => energy?.watts ?? null),
      column('idleWatts', 'DOUBLE', 'W', 'Mean before the run.', ({ energy }) => energy?.idleWatts ?? null),
      column('joules', 'DOUBLE', 'J', 'Energy per joulesPer.', ({ energy }) => energy?.joules ?? null),
      column(
        'joulesPer',
        'STRING',
        null,
        'What joules refers to: an epoch, 1000 samples, 1000 tokens or a run.',
        ({ energy }) => energy?.per ?? null,
      ),
      column(
        'powerSource',
        'STRING',
        null,
        'The counter that was read.',
        ({ energy }) => energy?.source ?? null,
      ),
      column('powerScope', 'STRING', null, 'What it covers.', ({ energy }) => energy?.scope ?? null),
    ],
  },
  cost: {
    text: 'Hours of a training run times a price per hour, with the source and date of the price.',
    columns: [
      column('costUsd', 'DOUBLE', 'USD', 'Cost of the run.', ({ cost }) => cost?.usd ?? null),
      column('costHours', 'DOUBLE', 'h', 'Its hours.', ({ cost }) => cost?.hours ?? null),
      column(
        'costEpochs',
        'INT32',
        null,
        'Its epochs; null for training to a target.',
        ({ cost }) => cost?.epochs ?? null,
      ),
      column(
        'pricePerHourUsd',
        'DOUBLE',
        'USD/h',
        'Price of an hour of the device.',
        ({ cost }) => cost?.pricePerHourUsd ?? null,
      ),
      column(
        'priceSource',
        'STRING',
        null,
        'Source and date of the price.',
        ({ cost }) => cost?.source ?? null,
      ),
    ],
  },
  convergence: {
    text: 'For secondsToTarget: target accuracy, epochs, runs, and whether the data was official or generated.',
    columns: [
      column(
        'targetAccuracy',
        'DOUBLE',
        null,
        'Share of the evaluation set that must be classified correctly, 0 to 1.',
        ({ convergence }) => convergence?.target ?? null,
      ),
      column(
        'epochsToTarget',
        'DOUBLE',
        null,
        'Median of the runs that reached it.',
        ({ convergence }) => convergence?.epochs ?? null,
      ),
      column('runsToTarget', 'INT32', null, 'All runs.', ({ convergence }) => convergence?.runs ?? null),
      column(
        'runsReached',
        'INT32',
        null,
        'Runs that reached it.',
        ({ convergence }) => convergence?.reached ?? null,
      ),
      column(
        'dataSource',
        'STRING',
        null,
        'official or generated.',
        ({ convergence }) => convergence?.dataSource ?? null,
      ),
    ],
  },
  comparisonKey: plain('comparisonKey', 'STRING', null, 'Rank and compare only rows with the same key.'),
  rank: plain(
    'rank',
    'INT32',
    null,
    'Place among the rows with the same comparisonKey; if null, rankReason says why.',
  ),
  rankBand: {
    text: 'Best and worst place that the intervals allow.',
    columns: [
      column('rankBest', 'INT32', null, 'The best place.', ({ rankBand }) => rankBand?.[0] ?? null),
      column('rankWorst', 'INT32', null, 'The worst place.', ({ rankBand }) => rankBand?.[1] ?? null),
    ],
  },
  rankReason: plain('rankReason', 'STRING', null, 'Why the row is not ranked.'),
  accuracy: plain('accuracy', 'DOUBLE', null, 'Final accuracy as published, 0 to 1; published rows only.'),
  stepMs: plain(
    'stepMs',
    'DOUBLE',
    'ms',
    'Milliseconds per step as published with the value; published rows only.',
  ),
  trust: plain(
    'trust',
    'STRING',
    null,
    'How far the row can be trusted; the method page explains the words.',
  ),
  provenance: plain(
    'provenance',
    'STRING',
    null,
    'published by others, measured by the runner, or a quick-test in a browser.',
  ),
  preset: plain('preset', 'STRING', null, 'Preset of the run; null for published rows.'),
  flags: {
    text: 'Remarks about the row.',
    columns: [
      column('flags', 'STRING', null, 'Ids of all flags, separated by spaces.', ({ flags }) =>
        flags.map(({ id }) => id).join(' '),
      ),
    ],
  },
  date: plain('date', 'STRING', null, 'Day of the measurement.'),
  sources: {
    text: 'Files behind the row, including the raw samples.',
    columns: [
      column('sources', 'STRING', null, 'Paths of all files, separated by spaces.', ({ sources }) =>
        sources.map(({ path }) => path).join(' '),
      ),
    ],
  },
};

/** Every column of the table. */
export const columns: readonly Column<Row>[] = Object.values(fields).flatMap((field) => field.columns);
