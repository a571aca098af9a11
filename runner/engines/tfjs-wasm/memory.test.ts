import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { errorMessage } from '../../worker/serve.ts';
import { startWasm } from './start.ts';

interface Backend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  disposeData(dataId: object): void;
}

beforeAll(async () => {
  await startWasm(1);
});

/** The message that the worker would send for the error that `work` throws. */
function thrown(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return errorMessage(error);
  }
  return null;
}

const outOfMemory = {
  status: 'out-of-memory',
  reason: expect.stringContaining('4 GiB of the WebAssembly heap'),
};

test('an array larger than the address space is out of memory', () => {
  expect(thrown(() => tf.fill([2 ** 30 + 1], 1))).toMatchObject(outOfMemory);
});

test('a full heap is reported, and works again after memory is freed', () => {
  const backend = tf.backend() as unknown as Backend;
  const held: tf.TensorInfo[] = [];
  // 512 MiB each, never written to.
  const fill = () => {
    for (let i = 0; i < 8; i++) held.push(backend.makeOutput([2 ** 27], 'float32'));
  };
  expect(thrown(fill)).toMatchObject(outOfMemory);
  expect(held.length).toBeGreaterThan(4);
  for (const { dataId } of held) backend.disposeData(dataId);
  expect(tf.tidy(() => tf.sum(tf.fill([1000], 2)).dataSync()[0])).toBe(2000);
});
