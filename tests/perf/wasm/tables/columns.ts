/** @file Columns that compare engines with each other. */
import { type Column, digits } from '../../comparison/measure/table.ts';

export const numberColumn = (title: string): Column => ({
  title,
  width: Math.max(7, title.length),
  right: true,
});

/** a / b as "3.21x"; "-" if one of them was not measured. */
export const times = (a: number | null | undefined, b: number | null | undefined): string =>
  a && b ? `${digits(a / b)}x` : '-';

/** a / b in percent; "-" if one of them was not measured. */
export const percent = (a: number | null | undefined, b: number | null | undefined): string =>
  a && b ? `${((100 * a) / b).toFixed(0)} %` : '-';
