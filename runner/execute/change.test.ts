import { describe, expect, it } from 'vitest';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import type { Task } from '../plan/select.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { describeChange } from './change.ts';

const cell = { kind: 'cell', planned: { cell: sampleCell() } } as Task;
const sweep = { kind: 'sweep', batchSweep: { first: sampleCell() } } as Task;

const described = (dropped: Task[], added: Task[] = []) => describeChange({ dropped, added }, sampleChoice());

describe('a changed plan', () => {
  it('says nothing where nothing changed', () => {
    expect(described([])).toBeNull();
  });

  it('names a few cells and counts many', () => {
    expect(described([], [cell])).toMatch(/^there is time after all for \S+ train · /);
    expect(described([cell, cell, cell])).toContain('the run leaves out 3 cells (');
    expect(described([cell, cell, sweep])).toContain('leaves out 2 cells and 1 batch sweep (');
    expect(described([sweep, sweep, sweep])).toContain('leaves out 3 batch sweeps (');
  });
});
