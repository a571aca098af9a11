/** @file The columns of the table of gaps: attempts without a value. */
import type { Gap } from '../../contract/leaderboard.ts';
import { cellColumns } from './cell.ts';
import { type Column, columnsOf } from './column.ts';

const { column } = columnsOf<Gap>();

export const gapColumns: readonly Column<Gap>[] = [
  column('id', 'STRING', null, 'Stable: that of the row if there were a value.', ({ id }) => id),
  ...cellColumns,
  column(
    'status',
    'STRING',
    null,
    'failed, timeout, out-of-memory, unsupported or skipped.',
    ({ status }) => status,
  ),
  column('reason', 'STRING', null, 'Why there is no value.', ({ reason }) => reason),
  column('date', 'DATE', null, 'Day of the attempt.', ({ date }) => date),
  column('sources', 'STRINGS', null, 'Paths of all files.', ({ sources }) => sources.map(({ path }) => path)),
];
