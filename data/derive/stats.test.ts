import { describe, expect, it } from 'vitest';
import {
  geometricMean,
  isSteady,
  logLogFit,
  median,
  medianAbsoluteDeviation,
  medianInterval,
  quantile,
} from './stats.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('stats', () => {
  it('returns the middle value, or the mean of the two middle ones', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('calls samples steady whose halves have medians within 5 %', () => {
    expect(isSteady([100, 100, 105, 105])).toBe(true);
    expect(isSteady([100, 100, 106, 106])).toBe(false);
    expect(isSteady([106, 106, 100, 100])).toBe(false);
    expect(isSteady([100])).toBe(false);
  });

  it('interpolates quantiles between order statistics', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 12);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('measures spread around the median', () => {
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });

  it('gives the range below six values and order-statistic ranks from six on', () => {
    expect(medianInterval([5])).toBeNull();
    expect(medianInterval([3, 1, 2])).toEqual({ low: 1, high: 3, kind: 'range' });
    expect(medianInterval(upTo(6))).toEqual({ low: 1, high: 6, kind: '95%' });
    expect(medianInterval(upTo(9))).toEqual({ low: 2, high: 8, kind: '95%' });
    expect(medianInterval(upTo(5000))).toEqual({ low: 2431, high: 2570, kind: '95%' });
    expect(medianInterval(upTo(20))).toEqual({ low: 6, high: 15, kind: '95%' });
  });

  it('finds the exponent of a power law and how well it fits', () => {
    const quadratic = [128, 256, 512].map((x) => ({ x, y: 3 * x ** 2 }));
    expect(logLogFit(quadratic)).toEqual({ slope: expect.closeTo(2, 10), r2: expect.closeTo(1, 10), n: 3 });
    const bent = logLogFit([...quadratic, { x: 1024, y: 3 * 512 ** 2 }]);
    expect(bent.slope).toBeLessThan(1.6);
    expect(bent.r2).toBeLessThan(0.95);
    expect(logLogFit([1, 2, 4].map((x) => ({ x, y: 5 })))).toMatchObject({ slope: 0, r2: 1 });
    expect(() => logLogFit([{ x: 2, y: 1 }])).toThrow(/two different x/);
    expect(() => logLogFit([{ x: 0, y: 1 }])).toThrow(/above 0/);
  });

  it('refuses empty input and a geometric mean of zero', () => {
    expect(() => median([])).toThrow(/no values/);
    expect(() => geometricMean([1, 0])).toThrow(/above 0/);
    expect(geometricMean([1, 4])).toBeCloseTo(2, 12);
  });
});
