import { describe, expect, it } from 'vitest';
import { erf, gelu, geluDerivative } from './erf.ts';

describe('erf', () => {
  // As erf of the GNU C library gives them.
  it.each([
    [0, 0],
    [1e-3, 0.0011283787909692365],
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [4, 0.9999999845827421],
    [5.9, 0.9999999999999999],
    [30, 1],
  ])('of %d has an error below 1e-15', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThan(1e-15);
    expect(erf(-x) + erf(x)).toBe(0);
  });

  it('of NaN is NaN', () => {
    expect(erf(Number.NaN)).toBeNaN();
  });
});

describe('gelu', () => {
  it('is x where x is large, and 0 where it is very negative', () => {
    expect(gelu(40)).toBe(40);
    expect(gelu(-40)).toBeCloseTo(0, 15);
    expect(gelu(1)).toBeCloseTo(0.8413447460685429, 14);
  });

  it('has its smallest value at -0.7517915', () => {
    expect(geluDerivative(-0.7517915)).toBeCloseTo(0, 7);
    expect(geluDerivative(0)).toBe(0.5);
  });
});
