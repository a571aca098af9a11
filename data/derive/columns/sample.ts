/** @file The columns of the table of raw samples: one record a repetition of a measured cell. */
import type { Ok } from '../../contract/outcome.ts';
import type { Repetition } from '../../contract/repetition.ts';
import type { Submission } from '../../contract/submission.ts';
import { cellColumns, type PlacedCell } from './cell.ts';
import { type Column, columnsOf } from './column.ts';

/** A repetition with the cell and the file that it belongs to. */
export interface SampledRepetition {
  /** Path of the submission in the repository. */
  source: string;
  submission: Submission;
  /** Position in `results`. */
  result: number;
  /** Ids of the rows behind which the cell is. */
  rows: readonly string[];
  cell: PlacedCell;
  outcome: Ok;
  repetition: Repetition;
}

const { column } = columnsOf<SampledRepetition>();

/** The folders of a partition hold the workload. */
const ofCell = cellColumns
  .filter(({ name }) => name !== 'workload')
  .map(({ read, ...rest }): Column<SampledRepetition> => ({ ...rest, read: ({ cell }) => read(cell) }));

/** Null in all of them if the load was not recorded. */
const loadColumns: readonly Column<SampledRepetition>[] = [
  column(
    'loadWallNs',
    'INT64',
    'ns',
    'Time that the columns of the load cover: the timed loop, or the whole repetition if the loop was short.',
    ({ repetition: { load } }) => load?.wallNs ?? null,
  ),
  column(
    'loadProcessors',
    'INT32',
    null,
    'Processors that the worker may use.',
    ({ repetition: { load } }) => load?.processors ?? null,
  ),
  column(
    'workerCpuNs',
    'INT64',
    'ns',
    'CPU time of the worker.',
    ({ repetition: { load } }) => load?.workerCpuNs ?? null,
  ),
  column(
    'foreignCpuNs',
    'INT64',
    'ns',
    'CPU time of everything else on these processors.',
    ({ repetition: { load } }) => load?.foreignCpuNs ?? null,
  ),
  column(
    'foreignGpuShare',
    'DOUBLE',
    null,
    'How busy others kept the GPU, 0 to 1.',
    ({ repetition: { load } }) => load?.foreignGpuShare ?? null,
  ),
];

const epochsOf = ({ repetition: { convergence } }: SampledRepetition) => convergence?.epochs ?? null;

/** Null in all of them unless the mode is converge; a sample is then an epoch. */
const trainingColumns: readonly Column<SampledRepetition>[] = [
  column(
    'targetAccuracy',
    'DOUBLE',
    null,
    'Accuracy at which the training stops, 0 to 1; null unless the mode is converge.',
    ({ repetition: { convergence } }) => convergence?.target ?? null,
  ),
  column(
    'reached',
    'BOOLEAN',
    null,
    'Whether the last epoch reached it.',
    ({ repetition: { convergence } }) => convergence?.reached ?? null,
  ),
  column(
    'dataSource',
    'STRING',
    null,
    'official (the published files) or generated.',
    ({ repetition: { convergence } }) => convergence?.dataSource ?? null,
  ),
  column(
    'epochAccuracy',
    'DOUBLES',
    null,
    'Accuracy on the evaluation set after each epoch.',
    (one) => epochsOf(one)?.map(({ accuracy }) => accuracy) ?? null,
  ),
];

export const sampleColumns: readonly Column<SampledRepetition>[] = [
  column('source', 'STRING', null, 'Path of the submission.', ({ source }) => source),
  column('result', 'INT32', null, 'Position of the cell in the submission, from 0.', ({ result }) => result),
  column(
    'rows',
    'STRINGS',
    null,
    'Ids of the rows in results: that of the cell, that of its batch sweep, or both. A row counts the files in its sources only.',
    ({ rows }) => rows,
  ),
  ...ofCell,
  column('engineVersion', 'STRING', null, 'Version of the engine.', ({ outcome }) => outcome.engineVersion),
  column('preset', 'STRING', null, 'Preset of the run.', ({ submission }) => submission.preset),
  column('startedAt', 'INSTANT', null, 'When the run began.', ({ submission }) => submission.startedAt),
  column(
    'repetition',
    'INT32',
    null,
    'Position of the repetition in the run, from 0.',
    ({ repetition }) => repetition.runIndex,
  ),
  column(
    'itemsPerSample',
    'INT64',
    null,
    'Training samples, inferences, operations or tokens that one sample covers.',
    ({ repetition }) => repetition.itemsPerSample,
  ),
  column(
    'startUpNs',
    'INT64',
    'ns',
    'From the start of the process until it builds the model; null if it was not recorded.',
    ({ repetition }) => repetition.startUpNs,
  ),
  column(
    'coldStartNs',
    'INT64',
    'ns',
    'From the start of building the model to the end of the first iteration.',
    ({ repetition }) => repetition.coldStartNs,
  ),
  column(
    'warmUpSteps',
    'INT64',
    null,
    'Iterations that were discarded.',
    ({ repetition }) => repetition.warmUpSteps,
  ),
  column(
    'warmUpNs',
    'INT64',
    'ns',
    'Of the warm-up with what happens between its iterations; null if it was not recorded.',
    ({ repetition }) => repetition.warmUpNs ?? null,
  ),
  column(
    'steady',
    'BOOLEAN',
    null,
    'Whether the warm-up had settled: the median of its second half within 5 % of that of the first half.',
    ({ repetition }) => repetition.steady,
  ),
  column(
    'passNs',
    'INT64',
    'ns',
    'Of the pass before the loop that decided how many passes one sample covers; null if a sample is one pass or it was not recorded.',
    ({ repetition }) => repetition.passNs ?? null,
  ),
  column(
    'elapsedNs',
    'INT64',
    'ns',
    'From the start of the timed loop to the end of its last sample, with those left out; null if it was not recorded.',
    ({ repetition }) => repetition.elapsedNs ?? null,
  ),
  column(
    'limitMs',
    'INT64',
    'ms',
    'From the start of building, after which no further sample starts; null if there was no limit or it was not recorded.',
    ({ repetition }) => repetition.limitMs ?? null,
  ),
  ...loadColumns,
  column(
    'samplesThinned',
    'INT64',
    null,
    'Samples left out to keep the file small.',
    ({ repetition }) => repetition.samplesThinned,
  ),
  column(
    'samplesNs',
    'INT64S',
    'ns',
    'Duration of every timed sample, in order.',
    ({ repetition }) => repetition.samplesNs,
  ),
  ...trainingColumns,
];
