/** @file The columns of the table of ratios between two rows of one machine. */
import type { Ratio } from '../../contract/leaderboard.ts';
import { type Column, columnsOf } from './column.ts';

const { column } = columnsOf<Ratio>();

export const ratioColumns: readonly Column<Ratio>[] = [
  column('kind', 'STRING', null, 'What is compared, for example gpu-over-cpu.', ({ kind }) => kind),
  column('machine', 'STRING', null, 'Id of the machine.', ({ machine }) => machine),
  column('workload', 'STRING', null, 'What is computed.', ({ workload }) => workload),
  column('mode', 'STRING', null, 'As in the table of rows.', ({ mode }) => mode),
  column('engine', 'STRING', null, 'The software that computes.', ({ engine }) => engine),
  column('value', 'DOUBLE', null, 'How many times faster the first row is.', ({ value }) => value),
  column(
    'row',
    'STRING',
    null,
    'Id of the first row, which is expected to be faster.',
    ({ rows }) => rows[0],
  ),
  column('otherRow', 'STRING', null, 'Id of the row that it is compared with.', ({ rows }) => rows[1]),
  column('caveat', 'STRING', null, 'What else differs; null if nothing does.', ({ caveat }) => caveat),
];
