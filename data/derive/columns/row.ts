/**
 * @file The fields of a row and the columns that each becomes in a table: the one list behind results.csv, the Parquet file,
 * the CSV that the page saves and the data dictionary. Pure.
 */
import type { Row } from '../../contract/leaderboard.ts';
import { cellFields } from './cell.ts';
import { type Column, columnsOf, type Field } from './column.ts';

const { column, plain } = columnsOf<Row>();

/** Every field of a row, in the order of the table. One row is one value, so each has one `metric`, `value` and `unit`. */
export const fields: Record<keyof Row, Field<Row>> = {
  id: plain('id', 'STRING', null, 'Stable: the same inputs give the same id.'),
  machine: cellFields.machine,
  hardware: cellFields.hardware,
  workload: cellFields.workload,
  mode: cellFields.mode,
  engine: cellFields.engine,
  software: plain(
    'software',
    'STRING',
    null,
    'Engine and version, or the versions of several runs, or the wording of a source.',
  ),
  os: plain('os', 'STRING', null, 'Operating system, or several.'),
  device: cellFields.device,
  recipe: cellFields.recipe,
  dtype: cellFields.dtype,
  batchSize: cellFields.batchSize,
  size: cellFields.size,
  sequenceLength: cellFields.sequenceLength,
  languageModel: cellFields.languageModel,
  metric: plain('metric', 'STRING', null, 'What value counts.'),
  unit: plain('unit', 'STRING', null, 'Unit of value, ci and baselineValue.'),
  value: plain(
    'value',
    'DOUBLE',
    null,
    'Median over the repetitions of the median of each, and over the machines if there are several; for a published row the value as published.',
  ),
  ci: {
    text: 'Over the machines if there are several, otherwise over the repetitions: 95 % interval of the median from six values on; with fewer, the smallest and the largest value.',
    columns: [
      column('ciLow', 'DOUBLE', null, 'Its lower end.', ({ ci }) => ci?.low ?? null),
      column('ciHigh', 'DOUBLE', null, 'Its upper end.', ({ ci }) => ci?.high ?? null),
      column('ciKind', 'STRING', null, '95% or range.', ({ ci }) => ci?.kind ?? null),
    ],
  },
  n: plain('n', 'INT32', null, 'Repetitions, each a fresh process; null if a source does not say.'),
  machines: plain(
    'machines',
    'INT32',
    null,
    'Machines behind value, one for each owner: more machines of one owner with the same hardware count once.',
  ),
  runs: plain('runs', 'INT32', null, 'Submissions behind value, or the one publication.'),
  speedup: plain(
    'speedup',
    'DOUBLE',
    null,
    'Times faster than baselineValue; if null, speedupReason says why.',
  ),
  speedupReason: plain('speedupReason', 'STRING', null, 'Why there is no speedup.'),
  speedupCi: {
    text: 'Least and greatest speedup that the intervals of value and of baselineValue allow; a value without one counts as exact.',
    columns: [
      column('speedupLow', 'DOUBLE', null, 'The least.', ({ speedupCi }) => speedupCi?.low ?? null),
      column('speedupHigh', 'DOUBLE', null, 'The greatest.', ({ speedupCi }) => speedupCi?.high ?? null),
    ],
  },
  baselineValue: plain('baselineValue', 'DOUBLE', null, 'Value of the 1.0x device for the same work.'),
  utilization: plain(
    'utilization',
    'DOUBLE',
    null,
    'Share of the device’s peak, of a copy the share of its memory bandwidth, 0 to 1; null if the rate or the peak is unknown, or if the rate is above it.',
  ),
  utilizationOf: plain(
    'utilizationOf',
    'STRING',
    null,
    'What utilization is a share of: the rated peak, or the fastest matrix product that any engine reached in the same run.',
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
      column(
        'ladderBatchSizes',
        'INT64S',
        null,
        'The batches, smallest first.',
        ({ ladder }) => ladder?.map(({ batchSize }) => batchSize) ?? null,
      ),
      column(
        'ladderSamplesPerSecond',
        'DOUBLES',
        'samples/s',
        'The rate of each, in the same order.',
        ({ ladder }) => ladder?.map(({ samplesPerSecond }) => samplesPerSecond) ?? null,
      ),
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
        'INT64',
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
      column(
        'flags',
        'STRINGS',
        null,
        'Ids of all flags; their texts are in the table of flags.',
        ({ flags }) => flags.map(({ id }) => id),
      ),
    ],
  },
  date: plain('date', 'DATE', null, 'Day of the measurement.'),
  sources: {
    text: 'Files behind the row, including the raw samples.',
    columns: [
      column('sources', 'STRINGS', null, 'Paths of all files.', ({ sources }) =>
        sources.map(({ path }) => path),
      ),
      column(
        'measuredBy',
        'STRINGS',
        null,
        'Who measured, each once: maintainers, contributor or publication.',
        ({ sources }) => [...new Set(sources.map(({ by }) => by))],
      ),
    ],
  },
};

/** Every column of the table. */
export const columns: readonly Column<Row>[] = Object.values(fields).flatMap((field) => field.columns);
