/** @file The columns of the table of flags: one record a row and flag. */
import type { Flag, Row } from '../../contract/leaderboard.ts';
import { type Column, columnsOf } from './column.ts';

/** A flag with the id of its row. */
export interface RowFlag extends Flag {
  row: Row['id'];
}

const { column } = columnsOf<RowFlag>();

export const flagColumns: readonly Column<RowFlag>[] = [
  column('row', 'STRING', null, 'Id of the row.', ({ row }) => row),
  column('flag', 'STRING', null, 'Id of the flag.', ({ id }) => id),
  column('text', 'STRING', null, 'The remark in a sentence.', ({ text }) => text),
];
