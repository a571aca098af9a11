import { describe, expect, it } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { Observations } from './observations.ts';
import type { PlannedCell } from './planned.ts';

/** A cell whose step takes 10 ms and whose measurement takes ten steps. */
const planned = (cell: Partial<Cell>, startUpMs: number, buildMs: number) =>
  ({
    cell: sampleCell(cell),
    estimate: {
      stepMs: 10,
      partsAt: (slowness: number) => ({ startUpMs, buildMs, checkMs: 0, measureMs: slowness * 100 }),
    },
  }) as PlannedCell;

/** It started 20 ms later than expected, was built in half of the time, and each step took twice as long. */
const seen = {
  planned: planned({ batchSize: 8 }, 10, 5),
  parts: { startUpMs: 30, buildMs: 2.5, checkMs: 0, measureMs: 200 },
  stepMs: 20,
};

describe('what a run has seen', () => {
  it('is expected again of the same cell', () => {
    const observations = new Observations();
    expect(observations.expect(seen.planned)).toEqual({
      startUpMs: 10,
      buildMs: 5,
      checkMs: 0,
      measureMs: 100,
    });
    observations.add(seen);
    expect(observations.expect(seen.planned)).toEqual(seen.parts);
    expect(observations.expectedMs(seen.planned)).toBe(233);
  });

  it('adds to other cells what was left out, and shrinks what was overstated in proportion', () => {
    const observations = new Observations();
    observations.add(seen);
    const other = planned({ batchSize: 64 }, 100, 40);
    expect(observations.expect(other)).toEqual({ startUpMs: 120, buildMs: 20, checkMs: 0, measureMs: 200 });
  });

  it('says nothing of another engine', () => {
    const observations = new Observations();
    observations.add(seen);
    const other = planned({ engine: 'pytorch' }, 10, 5);
    expect(observations.expect(other)).toEqual(other.estimate.partsAt(1));
  });
});
