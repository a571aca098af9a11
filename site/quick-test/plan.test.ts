import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET_S, largestSize, nextSize, parseBudget, timingFor } from './plan.ts';

describe('parseBudget', () => {
  it.each([
    ['', DEFAULT_BUDGET_S],
    ['?budget=2', 2],
    ['?budget=2.5&x=1', 2.5],
    ['?budget=', null],
    ['?budget=0', null],
    ['?budget=121', null],
    ['?budget=soon', null],
    ['?budget=Infinity', null],
  ])('reads %j as %j', (search, seconds) => {
    expect(parseBudget(search)).toBe(seconds);
  });
});

describe('nextSize', () => {
  const limits = { budgetMs: 25_000, largest: 4096 };

  it('starts small and grows while there is time', () => {
    expect(nextSize(null, 0, limits)).toEqual({ size: 256 });
    expect(nextSize({ size: 512, medianMs: 0.2, overheadMs: 300 }, 3000, limits)).toEqual({ size: 1024 });
    expect(nextSize({ size: 2048, medianMs: 5, overheadMs: 500 }, 9000, limits)).toEqual({ size: 4096 });
    expect(nextSize({ size: 4096, medianMs: 40, overheadMs: 900 }, 13_000, limits)).toEqual({
      stop: 'done',
    });
  });

  it('ends at the largest size that the machine has memory for', () => {
    const last = { size: 2048, medianMs: 5, overheadMs: 500 };
    expect(nextSize(last, 9000, { ...limits, largest: 2048 })).toEqual({ stop: 'done' });
  });

  it('never starts a multiplication that could trigger the watchdog of the graphics driver', () => {
    expect(nextSize({ size: 512, medianMs: 70, overheadMs: 300 }, 3000, limits)).toEqual({ stop: 'slow' });
  });

  it('stops if the next size would not fit into the budget', () => {
    expect(nextSize({ size: 1024, medianMs: 2, overheadMs: 500 }, 22_000, limits)).toEqual({
      stop: 'budget',
    });
    expect(nextSize({ size: 1024, medianMs: 2, overheadMs: 500 }, 20_000, limits)).toEqual({ size: 2048 });
  });

  it('gives every size a share of the budget for warm-up and measuring', () => {
    const timing = timingFor(limits.budgetMs);
    expect(timing.minWarmUpMs + timing.minMeasureMs).toBe(0.08 * limits.budgetMs);
    expect(timing.maxMeasureMs).toBeGreaterThan(timing.minMeasureMs);
  });
});

describe('largestSize', () => {
  it.each([
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 0, 4096],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 5, 2048],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X)', 5, 2048],
    ['Mozilla/5.0 (Linux; Android 10; K) Mobile Safari/537.36', 5, 2048],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, 4096],
  ])('%s with %i touch points: %i', (userAgent, touchPoints, size) => {
    expect(largestSize(userAgent, touchPoints)).toBe(size);
  });
});
