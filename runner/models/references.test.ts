import { describe, expect, test } from 'vitest';
import type { WorkloadId } from '../../data/contract/words.ts';
import { UNIT_ROUNDOFF } from '../../data/derive/rounding.ts';
import { trainingCheck } from '../worker/check/check.ts';
import { firstStepComparisons } from '../worker/check/first-steps.ts';
import { attentionLayer } from '../workloads/attention.ts';
import { deitSmall } from '../workloads/deit-small.ts';
import { models } from '../workloads/index.ts';
import { createBatch } from './generator.ts';
import { CHECK_SEED, CHECK_STEPS, findReference, type Reference } from './references.ts';
import { modelShapes, modelWeights } from './shapes.ts';

test.each(models.map((model) => [model.id, model] as const))('%s has losses and logits', (id, model) => {
  const reference = findReference(id)!;
  expect(reference.losses).toHaveLength(CHECK_STEPS);
  expect(reference.losses.every((loss) => loss > 0)).toBe(true);
  expect(reference.gradients).toHaveLength(modelWeights(model).length);
  expect(reference.updates.map((norms) => norms.length)).toEqual([
    modelWeights(model).length,
    modelWeights(model).length,
  ]);
  expect(reference.dropout !== null).toBe(JSON.stringify(model.layers).includes('"dropout"'));
  expect(reference.outputs.map((row) => row.length)).toEqual([model.classes, model.classes]);
  expect(reference.batch).toBeGreaterThanOrEqual(reference.outputs.length);
  expect(reference.sequenceLength).toBe(model.input.kind === 'image' ? null : model.inputShape[0]);
});

test('the attention layer has the outputs of its first position, and no losses', () => {
  const reference = findReference('attention')!;
  expect(reference).toMatchObject({
    losses: [],
    gradients: [],
    sequenceLength: attentionLayer.inputShape[0],
  });
  const units = modelShapes(attentionLayer)[0]!.outputShape.at(-1);
  expect(reference.outputs.map((row) => row.length)).toEqual([units, units]);
  expect(findReference('matmul')).toBeNull();
});

test('tolerances allow what float32 was seen to do and stay below other arithmetic', () => {
  for (const { id } of models) {
    const { lossTolerance, gradientTolerance, updateTolerances, outputTolerance } = findReference(id)!;
    // A learning rate that is 5 % off moves every array's first update by as much.
    expect(updateTolerances[0], id).toBeLessThan(0.04);
    expect(updateTolerances[1], id).toBeLessThanOrEqual(0.05);
    expect(gradientTolerance, id).toBeLessThanOrEqual(0.05);
    expect(lossTolerance, id).toBeGreaterThanOrEqual(0.005);
    expect(lossTolerance, id).toBeLessThanOrEqual(0.05);
    expect(outputTolerance, id).toBeGreaterThanOrEqual(1e-4);
    expect(outputTolerance, id).toBeLessThanOrEqual(3e-4);
  }
  expect(findReference('fashion-cnn')?.lossTolerance).toBe(0.005);
  expect(findReference('mnist-cnn')?.lossTolerance).toBe(0.005);
});

describe.each(['tf32', 'bfloat16', 'float16'] as const)('%s', (dtype) => {
  const check = (id: WorkloadId, change: (exact: Reference) => Partial<Reference>) => {
    const reference = findReference(id, dtype)!;
    const found = { ...reference, ...change(reference) };
    const { losses, gradients, directions } = found;
    const steps = {
      losses,
      gradients,
      directions,
      updates: found.updates.map((norms) => norms.map((norm) => norm ?? 0)),
      averages: found.averages.map((norm) => [norm]),
    };
    return trainingCheck(losses, firstStepComparisons(steps, reference), true).passed;
  };

  test.each(models.map(({ id }) => id))('%s passes with what rounding does', (id) => {
    const { losses, gradients, outputs } = findReference(id, dtype)!;
    expect({ losses, gradients, outputs }).toEqual({
      losses: findReference(id)!.losses,
      gradients: findReference(id)!.gradients,
      outputs: findReference(id)!.outputs,
    });
    const unit = UNIT_ROUNDOFF[dtype];
    expect(check(id, (exact) => ({ losses: exact.losses.map((loss) => loss * (1 + unit)) }))).toBe(true);
    expect(check(id, (exact) => ({ gradients: exact.gradients.map((norm) => norm * (1 - unit)) }))).toBe(
      true,
    );
  });

  test.each(models.map(({ id }) => id))('%s fails with a kernel that is off by a factor', (id) => {
    const halve = (norms: readonly number[]) => norms.map((norm, i) => (i === 2 ? norm / 2 : norm));
    expect(check(id, ({ gradients }) => ({ gradients: halve(gradients) }))).toBe(false);
    expect(
      check(id, ({ losses }) => ({ losses: losses.map((loss, step) => (step ? loss : 1.02 * loss)) })),
    ).toBe(false);
  });

  test.each(models.map(({ id }) => id))('%s holds its first loss more strictly than what follows', (id) => {
    const { firstLossTolerance, lossTolerance, gradientTolerance } = findReference(id, dtype)!;
    expect(firstLossTolerance).toBeLessThanOrEqual(dtype === 'bfloat16' ? 0.015 : 0.005);
    expect(firstLossTolerance).toBeLessThan(Math.min(lossTolerance, gradientTolerance));
  });

  // Computed in float32 by the script's nets, whose second and third losses differ by these shares.
  test.each([
    ['mnist-cnn', [0, -0.004, 1.008]],
    ['fashion-cnn', [0, 0.683, 0.189]],
    ['resnet18', [0, 0.079, -0.504]],
    ['transformer-encoder', [0, 0.312, 0.213]],
    ['deit-small', [0, 0.009, 0.7]],
  ] as const)('%s fails with a learning rate that is twice too large', (id, shares) => {
    const wrong = ({ losses }: Reference) => losses.map((loss, step) => loss * (1 + shares[step]!));
    expect(check(id, (exact) => ({ losses: wrong(exact) }))).toBe(false);
  });
});

test('the first loss is that of the logits and of our labels', () => {
  const { batch, losses, outputs } = findReference('deit-small')!;
  const { labels } = createBatch(deitSmall, CHECK_SEED, 0, batch);
  const crossEntropies = outputs.map((row, sample) => {
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return Math.log(total) - row[labels[sample]!]!;
  });
  const mean = crossEntropies.reduce((sum, value) => sum + value, 0) / batch;
  expect(Math.abs(mean / losses[0]! - 1)).toBeLessThan(1e-9);
});
