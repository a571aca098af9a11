import { expect, test } from 'vitest';
import { moreRuns } from './run.ts';

test('llama-bench gets as many runs as fit into the budget', () => {
  const first = { timedNs: 2e9, loadingNs: 1e9 };
  expect(moreRuns(4, undefined, first)).toBe(4);
  expect(moreRuns(4, 60_000, first)).toBe(4);
  // 10 s less the first run and two times loading leave 6 s.
  expect(moreRuns(4, 10_000, first)).toBe(3);
  expect(moreRuns(4, 5000, first)).toBe(0);
  expect(moreRuns(4, 1000, first)).toBe(0);
});
