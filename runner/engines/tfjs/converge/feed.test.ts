import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../tfjs-wasm/start.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { enlarge, openFeeds } from './feed.ts';

let wasm: TfjsBackend;
beforeAll(async () => {
  wasm = await startWasm(1);
});

const images = (count: number, size: number) =>
  Uint8Array.from({ length: count * size }, (_, i) => (i * 7) % 256);

describe.each(['wasm', 'cpu'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  test('repeats every pixel exactly', async () => {
    const values = Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, i) => i);
    const small = tf.tensor(values, [2, 32, 32, 3]);
    const large = enlarge(small, [32, 32, 3], 7);
    expect(large.shape).toEqual([2, 224, 224, 3]);
    const found = await large.data();
    let wrong = 0;
    for (let image = 0; image < 2; image++)
      for (let y = 0; y < 224; y++)
        for (let x = 0; x < 224; x++)
          for (let channel = 0; channel < 3; channel++) {
            const source = ((image * 32 + Math.floor(y / 7)) * 32 + Math.floor(x / 7)) * 3 + channel;
            if (found[((image * 224 + y) * 224 + x) * 3 + channel] !== source) wrong++;
          }
    expect(wrong).toBe(0);
    tf.dispose([small, large]);
  });
});

describe('batches', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  // 24,000 images of 28 x 28 need more than one resident array.
  test.each([
    ['naive', 100],
    ['optimized', 100],
    ['optimized', 24_000],
  ] as const)('the %s recipe returns the requested samples out of %i', async (recipe, count) => {
    const train = {
      images: images(count, 784),
      labels: Uint8Array.from({ length: count }, (_, i) => i % 251),
    };
    const test = { images: images(3, 784), labels: new Uint8Array(3) };
    const feeds = await openFeeds(wasm, recipe, { shape: [28, 28, 1], train, test }, [28, 28, 1]);
    const places = Int32Array.from([count - 1, 5, 0, count - 20]);
    const { inputs, labels } = feeds.train.batch(places);
    expect(inputs.shape).toEqual([4, 28, 28, 1]);
    const pixels = await inputs.data();
    const found = Array.from(labels, (label, row) => [label, ...pixels.slice(row * 784, row * 784 + 3)]);
    const wanted = Array.from(places, (place) => [
      train.labels[place]!,
      ...Float32Array.from(train.images.slice(place * 784, place * 784 + 3), (byte) => byte / 255),
    ]);
    const byLabel = (a: number[], b: number[]) => a[0]! - b[0]!;
    expect(found.toSorted(byLabel)).toEqual(wanted.toSorted(byLabel));
    expect(feeds.train.resident.length).toBe(recipe === 'naive' ? 0 : Math.ceil(count / 21_399));
    inputs.dispose();
    feeds.train.dispose();
    feeds.test.dispose();
  });
});
