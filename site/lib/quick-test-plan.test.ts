import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET_S, nextSize, parseBudget, timingFor } from './quick-test-plan.ts';

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
  const budgetMs = 25_000;

  it('starts small and grows while a fast GPU has time', () => {
    expect(nextSize(null, 0, budgetMs)).toEqual({ size: 512 });
    expect(nextSize({ size: 512, medianMs: 0.2, overheadMs: 300 }, 3000, budgetMs)).toEqual({ size: 1024 });
    expect(nextSize({ size: 2048, medianMs: 5, overheadMs: 500 }, 9000, budgetMs)).toEqual({ size: 4096 });
    expect(nextSize({ size: 4096, medianMs: 40, overheadMs: 900 }, 13_000, budgetMs)).toEqual({
      stop: 'done',
    });
  });

  it('never starts a multiplication that could trip the watchdog of the graphics driver', () => {
    expect(nextSize({ size: 512, medianMs: 70, overheadMs: 300 }, 3000, budgetMs)).toEqual({ stop: 'slow' });
  });

  it('stops where the next size would not fit into the budget', () => {
    expect(nextSize({ size: 1024, medianMs: 2, overheadMs: 500 }, 21_500, budgetMs)).toEqual({
      stop: 'budget',
    });
    expect(nextSize({ size: 1024, medianMs: 2, overheadMs: 500 }, 20_000, budgetMs)).toEqual({ size: 2048 });
  });

  it('gives every size a tenth of the budget to warm up and to measure', () => {
    const timing = timingFor(budgetMs);
    expect(timing.minWarmUpMs + timing.minMeasureMs).toBe(budgetMs / 10);
    expect(timing.maxMeasureMs).toBeGreaterThan(timing.minMeasureMs);
  });
});
