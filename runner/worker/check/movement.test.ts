import { expect, test } from 'vitest';
import { kerasAdam, kerasRmsProp, type Optimizer } from '../../models/layers.ts';
import { movementComparison, type OptimizerSample } from './movement.ts';

/** Steps of an optimizer in float32 weights on gradients that repeat with a period of three. */
function run(optimizer: Optimizer, steps: number, skip: (step: number) => boolean = () => false) {
  const count = 20;
  const state = {
    weights: Float32Array.from({ length: count }, (_, i) => Math.sin(i)),
    means: optimizer.kind === 'adam' ? new Float64Array(count) : null,
    squares: new Float64Array(count),
  };
  const copy = () => ({
    weights: state.weights.slice(),
    means: state.means?.slice() ?? null,
    squares: state.squares.slice(),
  });
  let before = copy();
  for (let step = 1; step <= steps; step++) {
    before = copy();
    if (skip(step)) continue;
    for (let i = 0; i < count; i++) {
      const gradient = Math.cos(i * 7 + (step % 3)) / 100;
      const decay = optimizer.kind === 'adam' ? optimizer.beta2 : optimizer.rho;
      state.squares[i] = decay * state.squares[i]! + (1 - decay) * gradient ** 2;
      if (optimizer.kind === 'adam') {
        state.means![i] = optimizer.beta1 * state.means![i]! + (1 - optimizer.beta1) * gradient;
        const mean = state.means![i]! / (1 - optimizer.beta1 ** step);
        const square = state.squares[i]! / (1 - optimizer.beta2 ** step);
        state.weights[i]! -= (optimizer.learningRate * mean) / (Math.sqrt(square) + optimizer.epsilon);
      } else {
        state.weights[i]! -=
          (optimizer.learningRate * gradient) / Math.sqrt(state.squares[i]! + optimizer.epsilon);
      }
    }
  }
  return { before: [before], after: [copy()] };
}

const passes = ({ before, after }: ReturnType<typeof run>, optimizer: Optimizer, step: number): boolean => {
  const { error, tolerance } = movementComparison(before, after, optimizer, step);
  return error <= tolerance;
};

test.each([kerasRmsProp, kerasAdam(1e-3)])(
  '$kind moves as its state says, and an edit does not',
  (optimizer) => {
    for (const steps of [1, 2, 37]) {
      const ran = run(optimizer, steps);
      expect(passes(ran, optimizer, steps)).toBe(true);
      const faster = { ...optimizer, learningRate: 1.05 * optimizer.learningRate };
      expect(passes(run(faster, steps), optimizer, steps)).toBe(false);
    }
    expect(
      passes(
        run(optimizer, 37, (step) => step > 36),
        optimizer,
        37,
      ),
    ).toBe(false);
    const { before, after } = run(optimizer, 37);
    const back = [{ ...after[0]!, weights: before[0]!.weights }];
    expect(passes({ before, after: back }, optimizer, 37)).toBe(false);
    const broken = [{ ...after[0]!, weights: before[0]!.weights.map(() => Number.NaN) }];
    expect(passes({ before, after: broken }, optimizer, 37)).toBe(false);
  },
);

test('the steps count in the correction of Adam', () => {
  const optimizer = kerasAdam(1e-3);
  expect(passes(run(optimizer, 3), optimizer, 9)).toBe(false);
});

test('other averages than those of the gradient are found', () => {
  const rule = kerasAdam(1e-3);
  const gradient = Float32Array.of(0.1, -0.2, 0.3);
  const state = (beta1: number, beta2: number, old: OptimizerSample | null): OptimizerSample => {
    const means = gradient.map((value, i) => beta1 * (old?.means?.[i] ?? 0) + (1 - beta1) * value);
    const squares = gradient.map((value, i) => beta2 * (old?.squares[i] ?? 0) + (1 - beta2) * value ** 2);
    return { weights: gradient, means, squares };
  };
  const before = { weights: gradient, means: gradient.map(() => 0.05), squares: gradient.map(() => 0.01) };
  const errorOf = (beta1: number, beta2: number) => {
    const after = state(beta1, beta2, before);
    // The weights move as this state says.
    const root = Math.sqrt(1 - rule.beta2 ** 9);
    const factor = (rule.learningRate * root) / (1 - rule.beta1 ** 9);
    const weights = Float64Array.from(
      gradient,
      (value, i) =>
        value - (factor * after.means![i]!) / (Math.sqrt(after.squares[i]!) + rule.epsilon * root),
    );
    return movementComparison([before], [{ ...after, weights }], rule, 9, [{ values: gradient }]).error;
  };
  expect(errorOf(0.9, 0.999)).toBeLessThan(1e-3);
  expect(errorOf(0.9, 0.998)).toBeGreaterThan(0.1);
  expect(errorOf(0.88, 0.999)).toBeGreaterThan(0.02);
});

test.each([kerasRmsProp, kerasAdam(1e-3)])('$kind: weights that decay are found', (optimizer) => {
  const { before, after } = run(optimizer, 37);
  const decayed = (rate: number) =>
    after.map((one, i) => ({
      ...one,
      weights: one.weights.map((weight, at) => weight - rate * 1e-3 * before[i]!.weights[at]!),
    }));
  expect(passes({ before, after: decayed(0) }, optimizer, 37)).toBe(true);
  expect(passes({ before, after: decayed(0.01) }, optimizer, 37)).toBe(false);
  expect(passes({ before, after: decayed(-0.01) }, optimizer, 37)).toBe(false);
});

test.each([kerasRmsProp, kerasAdam(1e-3)])(
  '$kind: an array that decays beside a larger one is found',
  (rule) => {
    const { before, after } = run(rule, 37);
    const share = 0.01 * rule.learningRate;
    const decayed = after.map((one, i) => ({
      ...one,
      weights: one.weights.map((weight, at) => weight - share * before[i]!.weights[at]!),
    }));
    const large = (one: OptimizerSample): OptimizerSample => ({
      ...one,
      weights: Float64Array.from(one.weights, (weight) => weight + 100),
    });
    const beside = (one: OptimizerSample[]) => [...Array.from({ length: 5 }, () => large(one[0]!)), ...one];
    const errorOf = (small: OptimizerSample[]) =>
      movementComparison(beside(before), [...beside(after).slice(0, 5), ...small], rule, 37).error;
    expect(errorOf(after)).toBeLessThan(0.001);
    expect(errorOf(decayed)).toBeGreaterThan(0.05);
  },
);

test('a step that a rounding makes too long is no decay', () => {
  const rule = kerasAdam(1e-3);
  // Biases after a few steps of one direction lie along the next one.
  const count = 8;
  const state = (scale: number): OptimizerSample => ({
    weights: Float64Array.from({ length: count }, (_, i) => -scale * (i % 2 === 0 ? 1 : -1)),
    means: Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 0.1 : -0.1)),
    squares: new Float64Array(count).fill(0.01),
  });
  const root = Math.sqrt(1 - rule.beta2 ** 5);
  const move = ((rule.learningRate * root) / (1 - rule.beta1 ** 5)) * (0.1 / (0.1 + rule.epsilon * root));
  const errorOf = (excess: number) =>
    movementComparison([state(4 * move)], [state((5 + excess) * move)], rule, 5).error;
  expect(errorOf(1e-5)).toBeLessThan(2e-5);
});

test.each([kerasRmsProp, kerasAdam(1e-3)])('$kind: a learning rate that is 1 % off is found', (optimizer) => {
  const faster = { ...optimizer, learningRate: 1.01 * optimizer.learningRate };
  expect(passes(run(faster, 37), optimizer, 37)).toBe(false);
});

/** A gradient of some size after larger ones, of the few elements of a bias, in float32 as engines compute them. */
function lastStep(seed: number, size: number, keep: number): ReturnType<typeof run> {
  const count = 2 + (seed % 4);
  const [weights, squares] = [new Float32Array(count), new Float32Array(count)];
  const { rho, learningRate, epsilon } = kerasRmsProp as Extract<Optimizer, { kind: 'rmsprop' }>;
  const step = (gradientOf: (i: number) => number) => {
    for (let i = 0; i < count; i++) {
      const gradient = Math.fround(gradientOf(i));
      squares[i] = Math.fround(rho * squares[i]!) + Math.fround((1 - rho) * gradient ** 2);
      weights[i] = keep * weights[i]! - (learningRate * gradient) / Math.sqrt(squares[i]! + epsilon);
    }
  };
  for (let i = 0; i < count; i++) weights[i] = Math.sin(seed + i) / 100;
  for (let earlier = 0; earlier < 20; earlier++) step((i) => Math.cos(seed * 3 + i * 7 + earlier) / 100);
  const copy = (): OptimizerSample => ({ weights: weights.slice(), means: null, squares: squares.slice() });
  const before = copy();
  step((i) => size * Math.sin(seed * 5 + i));
  return { before: [before], after: [copy()] } as ReturnType<typeof run>;
}

test('digits that the averages of squares have lost are no decay', () => {
  const seeds = Array.from({ length: 2000 }, (_, seed) => seed);
  const failed = (size: number, keep: number) =>
    seeds.filter((seed) => !passes(lastStep(seed, size, keep), kerasRmsProp, 21)).length;
  expect(failed(1 / 5000, 1)).toBe(0);
  // Weights that shrink by the learning rate in every step.
  expect(failed(1 / 100, 1 - kerasRmsProp.learningRate)).toBeGreaterThan(1900);
});
