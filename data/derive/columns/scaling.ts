/** @file The columns of the table of scalings: how the time per sequence grows with its length. */
import type { Scaling } from '../../contract/leaderboard.ts';
import { type Column, columnsOf } from './column.ts';

const { column } = columnsOf<Scaling>();

export const scalingColumns: readonly Column<Scaling>[] = [
  column('id', 'STRING', null, 'Stable: the same inputs give the same id.', ({ id }) => id),
  column('machine', 'STRING', null, 'Id of the machine.', ({ machine }) => machine.id),
  column(
    'hardware',
    'STRING',
    null,
    'Catalogue id of the device; null if unknown.',
    ({ hardware }) => hardware,
  ),
  column('workload', 'STRING', null, 'What is computed.', ({ workload }) => workload),
  column('mode', 'STRING', null, 'As in the table of rows.', ({ mode }) => mode),
  column('engine', 'STRING', null, 'The software that computes.', ({ engine }) => engine),
  column('deviceKind', 'STRING', null, 'cpu or gpu.', ({ device }) => device.kind),
  column(
    'deviceName',
    'STRING',
    null,
    'Name of the device as its driver reports it.',
    ({ device }) => device.name,
  ),
  column('recipe', 'STRING', null, 'naive or optimized.', ({ recipe }) => recipe),
  column('dtype', 'STRING', null, 'Number format of the arithmetic.', ({ dtype }) => dtype),
  column(
    'tokensPerBatch',
    'INT32',
    'tokens',
    'Tokens of every batch.',
    ({ tokensPerBatch }) => tokensPerBatch,
  ),
  column(
    'slope',
    'DOUBLE',
    null,
    'Slope of log(time) over log(length): 1 is linear, 2 quadratic.',
    ({ slope }) => slope,
  ),
  column('r2', 'DOUBLE', null, 'Share of the variance that the line explains, 0 to 1.', ({ r2 }) => r2),
  column('sequenceLengths', 'INT64S', 'tokens', 'The lengths, shortest first.', ({ points }) =>
    points.map(({ sequenceLength }) => sequenceLength),
  ),
  column('secondsPerSequence', 'DOUBLES', 's', 'Time per sequence at each length.', ({ points }) =>
    points.map(({ secondsPerSequence }) => secondsPerSequence),
  ),
  column('date', 'DATE', null, 'Day of the newest measurement.', ({ date }) => date),
];
