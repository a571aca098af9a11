import { expect, it } from 'vitest';
import { rowSchema } from '../../contract/leaderboard.ts';
import { shareOfPeak } from './share-of-peak.ts';

it('is a share up to 1, which is what a row may say', () => {
  expect(shareOfPeak(1, 'rated')).toEqual({ utilization: 1, utilizationOf: 'rated' });
  expect(shareOfPeak(1.001, 'measured')).toEqual({ utilization: null, utilizationOf: null });
  expect(shareOfPeak(null, 'rated')).toEqual({ utilization: null, utilizationOf: null });
  expect(rowSchema.shape.utilization.safeParse(1).success).toBe(true);
  expect(rowSchema.shape.utilization.safeParse(1.001).success).toBe(false);
});
