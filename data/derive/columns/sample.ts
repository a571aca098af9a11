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
  cell: PlacedCell;
  outcome: Ok;
  repetition: Repetition;
}

const { column } = columnsOf<SampledRepetition>();

/** The folders of a partition hold the workload. */
const ofCell = cellColumns
  .filter(({ name }) => name !== 'workload')
  .map(({ read, ...rest }): Column<SampledRepetition> => ({ ...rest, read: ({ cell }) => read(cell) }));

export const sampleColumns: readonly Column<SampledRepetition>[] = [
  column('source', 'STRING', null, 'Path of the submission.', ({ source }) => source),
  column('result', 'INT32', null, 'Position of the cell in the submission, from 0.', ({ result }) => result),
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
];
