import { describe, expect, it } from 'vitest';
import { extremes, HEIGHT, traceOf, WIDTH } from './trace.ts';

/** The numbers of a path. */
const numbers = (path: string) => (path.match(/[\d.]+/g) ?? []).map(Number);

describe('extremes', () => {
  it('keeps few samples as they are', () => expect(extremes([3, 1, 2], 3)).toEqual([3, 1, 2]));

  it('keeps the smallest and the largest of each stretch, in their order', () => {
    const samples = Array.from({ length: 100 }, (_, index) =>
      index === 41 ? 900 : index === 77 ? -5 : index,
    );
    const kept = extremes(samples, 10);
    expect(kept).toHaveLength(10);
    expect(kept).toContain(900);
    expect(kept).toContain(-5);
    expect(kept.slice(0, 2)).toEqual([0, 19]);
  });
});

describe('traceOf', () => {
  it('draws the repetitions beside each other, between the smallest and the largest sample', () => {
    const trace = traceOf([
      [100, 120, 110],
      [105, 200, 115],
    ]);
    expect(trace.paths).toHaveLength(2);
    expect(trace).toMatchObject({ lowNs: 100, highNs: 200, medianNs: 112.5, thinned: false });
    expect(trace.paths[0]).toMatch(/^M0 56L/);
    expect(numbers(trace.paths[1]!).slice(2, 4)[1]).toBe(4);
    expect(trace.band).not.toBeNull();
    expect(trace.band!.top).toBeLessThanOrEqual(trace.middle);
  });

  it('stays inside of the drawing and small, however many samples there are', () => {
    const repetitions = Array.from({ length: 100 }, (_, repetition) =>
      Array.from({ length: 5000 }, (_, index) => 1000 + ((index * 7919 + repetition * 31) % 500)),
    );
    const { paths, thinned } = traceOf(repetitions);
    expect(thinned).toBe(true);
    expect(paths.join('').length).toBeLessThan(3000);
    for (const path of paths) for (const value of numbers(path)) expect(value).toBeLessThanOrEqual(WIDTH);
  });

  it('has a logarithmic axis where one outlier would flatten the rest', () => {
    const { paths, logarithmic } = traceOf([[10, 20, 1000]]);
    expect(logarithmic).toBe(true);
    const [, first, , second, , last] = numbers(paths[0]!);
    expect([first, last]).toEqual([56, 4]);
    expect(second).toBeCloseTo(56 - (52 * Math.log(2)) / Math.log(100), 1);
  });

  it('shows one sample, and samples that are all equal', () => {
    expect(traceOf([[7]])).toMatchObject({ paths: ['M495 56h10'], band: null, medianNs: 7 });
    const flat = traceOf([
      [5, 5],
      [5, 5],
    ]);
    expect(flat.middle).toBeLessThanOrEqual(HEIGHT);
    expect(flat.paths.join('')).not.toMatch(/NaN|Infinity/);
  });
});
