import { expect, test } from 'vitest';
import { type Outcome, outcomeSchema } from '../contract/outcome.ts';
import { limitOf } from './limit.ts';

const broken = { reason: 'x', repetitions: [] };

test.each<[Outcome, ReturnType<typeof limitOf>]>([
  [{ status: 'out-of-memory', ...broken }, 'memory'],
  [{ status: 'timeout', ...broken }, 'time'],
  [{ status: 'failed', ...broken, reason: 'would need about a miracle' }, null],
  [{ status: 'unsupported', reason: 'would need about a miracle' }, null],
  [{ status: 'skipped', reason: 'x', limit: 'memory', needed: 6e9 }, 'memory'],
  [{ status: 'skipped', reason: 'would need about 6 GB', limit: 'time', needed: 6e9 }, 'time'],
  [{ status: 'skipped', reason: 'stopped', limit: null, needed: null }, null],
])('%j has the limit %s', (outcome, limit) => {
  expect(limitOf(outcome)).toBe(limit);
});

test.each([
  ['would need about 12 GB of memory, and about 8 GB can be had', 'memory'],
  ['would take about 3 min, more than the 20 s of a rung', 'time'],
  ['it would take about 3 min, more than the 30 s that the quick preset gives a repetition', 'time'],
  ['the run was stopped before this cell was measured', null],
])('in a file without the field, "%s" names the limit %s', (reason, limit) => {
  const outcome = outcomeSchema.parse({ status: 'skipped', reason, limit: null, needed: null });
  expect(outcome).toMatchObject({ limit: null, needed: null });
  expect(limitOf(outcome)).toBe(limit);
});
