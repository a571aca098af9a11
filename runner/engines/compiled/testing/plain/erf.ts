/** @file The error function and what GELU needs of it, in float64. */

/** From here on, erf is 1 in float64: 1 - erf(6) is 2.2e-17. */
const LARGEST = 6;

/**
 * The error function, by the series of DLMF 7.6.2 (dlmf.nist.gov/7.6.E2): 2/sqrt(pi) exp(-x^2) times the sum over n of
 * 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)). All its terms have the same sign, so nothing cancels.
 */
export function erf(x: number): number {
  if (!(Math.abs(x) < LARGEST)) return Math.sign(x);
  let term = x;
  let sum = 0;
  for (let n = 1; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** The distribution function of the standard normal distribution. */
const normalDistribution = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** x Phi(x) (arXiv 1606.08415). */
export const gelu = (x: number): number => x * normalDistribution(x);

/** The derivative of `gelu`. */
export const geluDerivative = (x: number): number => normalDistribution(x) + x * normalDensity(x);
