import { expect, test } from 'vitest';
import { attentionLayer } from './attention.ts';
import { deitSmall } from './deit-small.ts';
import { createBatch } from './generator.ts';
import { models } from './index.ts';
import { CHECK_SEED, CHECK_STEPS, findReference } from './references.ts';
import { modelShapes, modelWeights } from './shapes.ts';

test.each(models.map((model) => [model.id, model] as const))('%s has losses and logits', (id, model) => {
  const reference = findReference(id)!;
  expect(reference.losses).toHaveLength(CHECK_STEPS);
  expect(reference.losses.every((loss) => loss > 0)).toBe(true);
  expect(reference.gradients).toHaveLength(modelWeights(model).length);
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
    const { lossTolerance, gradientTolerance, outputTolerance } = findReference(id)!;
    expect(gradientTolerance, id).toBeLessThanOrEqual(0.05);
    expect(lossTolerance, id).toBeGreaterThanOrEqual(0.005);
    expect(lossTolerance, id).toBeLessThanOrEqual(0.05);
    expect(outputTolerance, id).toBeGreaterThanOrEqual(1e-4);
    expect(outputTolerance, id).toBeLessThanOrEqual(3e-4);
  }
  expect(findReference('fashion-cnn')?.lossTolerance).toBe(0.005);
  expect(findReference('mnist-cnn')?.lossTolerance).toBeCloseTo(0.05);
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
