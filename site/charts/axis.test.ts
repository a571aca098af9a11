import { describe, expect, it } from 'vitest';
import { axisTicks, logDomain } from './axis.ts';

describe('a log axis', () => {
  it('includes every value with some padding, even a single one', () => {
    const [low, high] = logDomain([1, 123]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(123);
    expect(logDomain([4])).toEqual([2, 8]);
  });

  it.each([
    [[0.9, 130], 400, [1, 3, 10, 30, 100]],
    [[0.9, 3.3], 400, [1, 2]],
    [[0.5, 8], 330, [0.5, 1, 2, 5]],
    [[0.001, 1000], 300, [0.001, 0.01, 0.1, 1, 10, 100, 1000]],
  ] as const)('over %j at %d px has the ticks %j', (domain, width, ticks) => {
    expect(axisTicks(domain, width)).toEqual(ticks);
  });
});
