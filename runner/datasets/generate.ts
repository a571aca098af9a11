/** @file Generates a replacement for a data set that could not be downloaded: the same shapes and sample counts. */
import { createBatch } from '../models/generator.ts';
import type { DatasetEntry } from './catalogue.ts';
import type { Dataset, Samples } from './samples.ts';

/** Fixed, so that every machine generates the same samples whatever the seed of the run. */
const DATA_SEED = 20_260_101;

/** Samples held as floats at one time. */
const BATCH = 1000;

/**
 * The training samples are the first of the endless synthetic data set, the evaluation samples the next ones; all are
 * rounded to bytes. They are far easier than photographs: convergence on them only proves that a net learns.
 */
export async function generateDataset(
  {
    shape,
    classes,
    trainSamples,
    evalSamples,
  }: Pick<DatasetEntry, 'shape' | 'classes' | 'trainSamples' | 'evalSamples'>,
  progress: (fraction: number) => void | Promise<void>,
): Promise<Dataset> {
  const net = { inputShape: shape, input: { kind: 'image' }, classes } as const;
  const imageSize = shape[0] * shape[1] * shape[2];

  async function part(first: number, count: number): Promise<Samples> {
    const samples: Samples = { images: new Uint8Array(count * imageSize), labels: new Uint8Array(count) };
    for (let done = 0; done < count; done += BATCH) {
      await progress((first + done) / (trainSamples + evalSamples));
      const size = Math.min(BATCH, count - done);
      const { inputs, labels } = createBatch(net, DATA_SEED, first + done, size);
      for (let i = 0; i < inputs.length; i++) samples.images[done * imageSize + i] = inputs[i]! * 256;
      samples.labels.set(labels, done);
    }
    return samples;
  }

  return { shape, train: await part(0, trainSamples), test: await part(trainSamples, evalSamples) };
}
