import { describe, expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, matmul, submission } from '../../testing/samples.ts';

/** Refusals of a product of 1,024 rows whose check compared so many. */
const refusalsOf = (rows: number) =>
  checkedFactsOf(
    submission([
      changed(matmul(0.05), ({ check }) => ({ check: check.kind === 'output' ? { ...check, rows } : check })),
    ]),
  ).reject;

describe('the rows that a check compared', () => {
  // Engines in TypeScript count the rows before the loop; those in Python all that they compared, every row among them.
  it.each([16, 1048, 4120])('may be %d of a product', (rows) => {
    expect(refusalsOf(rows)).toEqual([]);
  });

  it('are no more than there are', () => {
    expect(refusalsOf(4121)).toEqual([
      expect.stringContaining('the check compared 4121 rows, but the runner compares at most 4120'),
    ]);
  });
});
