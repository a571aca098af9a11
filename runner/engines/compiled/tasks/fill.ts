/** @file Fills a batch with copies of fewer samples, which keeps its mean loss and gradients. */
import type { Net } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import type { HostArray } from '../backend.ts';

function repeat<Values extends HostArray>(values: Values, length: number): Values {
  const filled = new (values.constructor as new (length: number) => Values)(length);
  for (let at = 0; at < length; at += values.length) {
    filled.set(values.subarray(0, Math.min(values.length, length - at)), at);
  }
  return filled;
}

/** Samples [count, ...inputShape], repeated to `batchSize`. */
export const fillBatch = (samples: HostArray, batchSize: number, { inputShape }: Pick<Net, 'inputShape'>) =>
  repeat(samples, batchSize * product(inputShape));

/** Labels of as many samples, repeated likewise. */
export const fillLabels = (labels: Int32Array<ArrayBuffer>, batchSize: number) => repeat(labels, batchSize);
