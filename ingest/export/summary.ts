/** @file How many files were read and what they produced, in one line. */
import { counted } from '../../data/derive/counted.ts';
import type { Counts } from '../values/counts.ts';

export function toSummary({ rows, speedups, gaps, ratios, scalings, date }: Counts, files: number): string {
  const parts = [
    counted(rows, 'row'),
    counted(speedups, 'speedup'),
    counted(gaps, 'gap'),
    counted(ratios, 'ratio'),
    counted(scalings, 'scaling'),
  ];
  return `${counted(files, 'file')}: ${parts.join(', ')}; ${date === null ? 'no result' : `newest result ${date}`}`;
}
