/** @file Normalization of each channel and its gradient. */
import type { Step } from '../../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../../compiled/graph/value.ts';
import type { Access } from '../../wat/access.ts';
import { type Code, float, splat } from '../../wat/code.ts';
import type { Apply, Context } from './context.ts';

interface Statistics {
  mean(access: Access): Code;
  /** 1 / sqrt(variance + epsilon) */
  inverse(access: Access): Code;
}

function prepareStatistics(
  statistics: Value,
  channels: number,
  epsilon: number,
  { body, streams }: Context,
): Statistics {
  const means = streams.ofChannel(statistics, channels);
  const variances = streams.ofChannel(statistics, channels, channels);
  const one = body.vector('one', splat(float(1)));
  const addend = body.vector('epsilon', splat(float(epsilon)));
  return {
    mean: ({ load }) => load(means),
    inverse: ({ load }) => `(f32x4.div ${one} (f32x4.sqrt (f32x4.add ${load(variances)} ${addend})))`,
  };
}

export function prepareNormalize(step: Extract<Step, { kind: 'normalize' }>, context: Context): Apply {
  const { body, streams, multiplyAdd } = context;
  const channels = sizeOf(step.scale);
  const { mean, inverse } = prepareStatistics(step.statistics, channels, step.epsilon, context);
  const scale = streams.ofChannel(step.scale, channels);
  const shift = streams.ofChannel(step.shift, channels);
  return (x, access) => {
    const factor = `(f32x4.mul ${inverse(access)} ${access.load(scale)})`;
    body.set(x, multiplyAdd(`(f32x4.sub ${x} ${mean(access)})`, factor, access.load(shift)));
  };
}

export function prepareNormalizeGradient(
  step: Extract<Step, { kind: 'normalize-gradient' }>,
  context: Context,
): Apply {
  const { body, streams, multiplyAdd } = context;
  const channels = sizeOf(step.scale);
  const { mean, inverse } = prepareStatistics(step.statistics, channels, step.epsilon, context);
  const input = streams.of(step.input);
  const scale = streams.ofChannel(step.scale, channels);
  const sumGradient = streams.ofChannel(step.sumGradient, channels);
  const sumProduct = streams.ofChannel(step.sumProduct, channels);
  const minusPerRow = body.vector('minusPerRow', splat(float(-1 / step.rows)));
  return (x, access) => {
    const { load } = access;
    const inverted = body.vector('inverse', inverse(access));
    const normalized = `(f32x4.mul (f32x4.sub ${load(input)} ${mean(access)}) ${inverted})`;
    const sum = multiplyAdd(normalized, load(sumProduct), load(sumGradient));
    const centered = multiplyAdd(sum, minusPerRow, x);
    body.set(x, `(f32x4.mul (f32x4.mul ${load(scale)} ${inverted}) ${centered})`);
  };
}
