import { expect, it } from 'vitest';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { UNLIMITED } from './budget.ts';
import type { PlannedCell } from './planned.ts';
import { select, type Task } from './select.ts';

const planned = { cell: sampleCell(), repetitions: 1 } as PlannedCell;
const task: Task = { kind: 'cell', target: 'here', planned };

/** Whether the task is chosen if it takes 100 ms and as many are left. */
function isChosen(leftMs: number, wasLeftOut: boolean): boolean {
  const { chosen, refusals } = select([task], new Map([['here', UNLIMITED]]), sampleChoice(), {
    expectedMs: () => 100,
    overheadMs: () => 0,
    open: () => 1,
    least: () => 1,
    leftMs: new Map([['here', leftMs]]),
    leftOut: new Set(wasLeftOut ? [task] : []),
  });
  expect(chosen.has(task)).toBe(!refusals.has(task));
  return chosen.has(task);
}

it('chooses what just fits, but takes back what was left out only with some time to spare', () => {
  expect(isChosen(99, false)).toBe(false);
  expect(isChosen(100, false)).toBe(true);
  expect(isChosen(105, true)).toBe(false);
  expect(isChosen(120, true)).toBe(true);
});
