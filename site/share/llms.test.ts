import { expect, it } from 'vitest';
import { llmsText } from './llms.ts';

it('says what the data are and links to them, in the form of llmstxt.org', () => {
  const text = llmsText({
    leaderboard: {
      baseline: { hardware: 'intel-core-i7-8700', name: 'Intel Core i7-8700', reason: 'it was common' },
      date: '2026-02-04',
      rows: [],
      gaps: [],
    },
    workloads: [{ id: 'matmul', title: 'Matrix product' }],
    address: (path) => `https://example.org/base${path}`,
  });
  expect(text).toMatch(/^# Trainmark\n\n> .+\n\n0 rows and 0 attempts without a result, as of 2026-02-04/);
  expect(text).toContain('relative to the Intel Core i7-8700');
  expect(text).toContain('- [leaderboard.json](https://example.org/base/data/leaderboard.json): ');
  expect(text).toContain('- [Matrix product](https://example.org/base/workloads/matmul/): ');
});
