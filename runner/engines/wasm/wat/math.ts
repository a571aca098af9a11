/** @file Functions of four floats at a time. */
import { type Code, float, splat, type Variable } from './code.ts';
import { type Body, defineFunction, type WatFunction } from './function.ts';

/** Code of a product and a sum of vectors, a * b + c, rounded once or twice. */
export type MultiplyAdd = (a: Code | Variable, b: Code | Variable, c: Code | Variable) => Code;

const roundedTwice: MultiplyAdd = (a, b, c) => `(f32x4.add (f32x4.mul ${a} ${b}) ${c})`;

/** ln 2 in two parts: products of the first with whole numbers up to 2^15 are exact. */
const LN2_HIGH = 355 / 512;
const LN2_LOW = Math.LN2 - LN2_HIGH;

/** At `LOWEST` and below the power of two is 0, at `HIGHEST` and above it is infinite. */
const LOWEST = -88;
const HIGHEST = 89;

/**
 * A number so large that adding it rounds to whole numbers; the low bits of the sum are that number, plus 127, the bias of
 * an exponent.
 */
const ROUNDING = 1.5 * 2 ** 23 + 127;

/**
 * exp(r) = 1 + r + r^2 q(r) for |r| up to ln(2) / 2: the coefficients of q, the last first. They are fitted for the least
 * relative error, which is 5e-9, by least squares with Lawson's weights.
 */
const COEFFICIENTS = [0.0013814467, 0.0083687808, 0.0416683927, 0.1666651964, 0.4999999404];

/**
 * Declares constants now, before a loop, and returns a function that adds the instructions of exp(x) with a relative error
 * about 1e-7: 0 below -87.7, infinite above 88.4, NaN for NaN.
 */
export function prepareExp(
  body: Body,
  multiplyAdd: MultiplyAdd = roundedTwice,
): (x: Code | Variable) => Variable {
  const constant = (hint: string, value: number) => body.vector(hint, splat(float(value)));
  const lowest = constant('lowest', LOWEST);
  const highest = constant('highest', HIGHEST);
  const perPower = constant('perPower', Math.LOG2E);
  const rounding = constant('rounding', ROUNDING);
  const high = constant('high', -LN2_HIGH);
  const low = constant('low', -LN2_LOW);
  const coefficients = [...COEFFICIENTS, 1, 1].map((value) => constant('coefficient', value));
  return (x) => {
    const clamped = body.vector('clamped', `(f32x4.pmax (f32x4.pmin ${x} ${highest}) ${lowest})`);
    const rounded = body.vector('rounded', multiplyAdd(clamped, perPower, rounding));
    const power = body.vector('power', `(f32x4.sub ${rounded} ${rounding})`);
    const rest = body.vector('rest', multiplyAdd(power, low, multiplyAdd(power, high, clamped)));
    const polynomial = coefficients
      .slice(1)
      .reduce<Code | Variable>((sum, coefficient) => multiplyAdd(sum, rest, coefficient), coefficients[0]!);
    return body.vector('exp', `(f32x4.mul ${polynomial} (i32x4.shl ${rounded} (i32.const 23)))`);
  };
}

/** The bits of sqrt(1/2): the mantissas of numbers from there to sqrt(2) are divided by a power of two of 1. */
const ROOT_HALF = 0x3f3504f3;

/** Terms of the series of log; the first one left out is below 1e-9. */
const LOG_TERMS = 5;

/**
 * The natural logarithm, (x: v128) -> v128, of positive normal numbers, with a relative error about 2e-7. For x = 2^k m with
 * m from sqrt(1/2) to sqrt(2), and s = (m - 1) / (m + 1), it is k ln 2 + 2 (s + s^3 / 3 + s^5 / 5 + ..), and |s| < 0.172.
 */
export const log: WatFunction = defineFunction('log', { x: 'v128' }, 'v128', (body, { x }) => {
  const root = `(i32x4.splat (i32.const ${ROOT_HALF}))`;
  const power = body.vector('power', `(i32x4.shr_s (i32x4.sub ${x} ${root}) (i32.const 23))`);
  const m = body.vector('m', `(i32x4.sub ${x} (i32x4.shl ${power} (i32.const 23)))`);
  const one = body.vector('one', splat(float(1)));
  const s = body.vector('s', `(f32x4.div (f32x4.sub ${m} ${one}) (f32x4.add ${m} ${one}))`);
  const square = body.vector('square', `(f32x4.mul ${s} ${s})`);
  const factors = Array.from({ length: LOG_TERMS }, (_, term) => splat(float(2 / (2 * term + 1))));
  const series = factors.reduceRight((sum, factor) => roundedTwice(sum, square, factor));
  const ofPower = `(f32x4.mul (f32x4.convert_i32x4_s ${power}) ${splat(float(Math.LN2))})`;
  return roundedTwice(series, s, ofPower);
});
