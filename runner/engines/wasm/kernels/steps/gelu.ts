/** @file GELU and its derivative. */
import type { Step } from '../../../compiled/graph/step.ts';
import { type Code, float, splat, type Variable } from '../../wat/code.ts';
import { prepareExp } from '../../wat/math.ts';
import type { Apply, Context } from './context.ts';

/** Coefficients of the powers of t, from the fifth down to the first. */
const COEFFICIENTS = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];

interface NormalFunctions {
  /** The distribution function of the standard normal at x. */
  distribution: Code | Variable;
  /** exp(-x^2 / 2), the density times sqrt(2 pi). */
  bell: Variable;
}

/**
 * The distribution of the standard normal. The error function is 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical
 * Functions (1964), with an absolute error of at most 1.5e-7. Its tail is not subtracted from 1 where x is negative, so
 * that no digits cancel there.
 */
function prepareNormal({ body, multiplyAdd }: Context): (x: Variable) => NormalFunctions {
  const constant = (hint: string, value: number) => body.vector(hint, splat(float(value)));
  const exp = prepareExp(body, multiplyAdd);
  const one = constant('one', 1);
  const zero = body.vector('zero');
  const slope = constant('slope', 0.3275911 * Math.SQRT1_2);
  const minusHalf = constant('minusHalf', -0.5);
  // Half the error function is needed.
  const coefficients = COEFFICIENTS.map((value) => constant('tail', value / 2));
  return (x) => {
    const bell = exp(`(f32x4.mul (f32x4.mul ${x} ${x}) ${minusHalf})`);
    const t = body.vector('t', `(f32x4.div ${one} ${multiplyAdd(`(f32x4.abs ${x})`, slope, one)})`);
    const polynomial = coefficients
      .slice(1)
      .reduce<Code | Variable>((sum, coefficient) => multiplyAdd(sum, t, coefficient), coefficients[0]!);
    const tail = body.vector('tail', `(f32x4.mul (f32x4.mul ${polynomial} ${t}) ${bell})`);
    const isNegative = `(f32x4.lt ${x} ${zero})`;
    return { distribution: `(v128.bitselect ${tail} (f32x4.sub ${one} ${tail}) ${isNegative})`, bell };
  };
}

export function prepareGelu(context: Context): Apply {
  const normal = prepareNormal(context);
  return (x) => context.body.set(x, `(f32x4.mul ${x} ${normal(x).distribution})`);
}

export function prepareGeluGradient(
  { input }: Extract<Step, { kind: 'gelu-gradient' }>,
  context: Context,
): Apply {
  const { body, streams, multiplyAdd } = context;
  const from = streams.of(input);
  const normal = prepareNormal(context);
  const density = body.vector('density', splat(float(1 / Math.sqrt(2 * Math.PI))));
  return (x, { load }) => {
    const at = body.vector('input', load(from));
    const { distribution, bell } = normal(at);
    const derivative = multiplyAdd(`(f32x4.mul ${at} ${density})`, bell, distribution);
    body.set(x, `(f32x4.mul ${x} ${derivative})`);
  };
}
