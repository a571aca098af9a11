import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { archive, entryOf, folderWith, idx, packed, record, tinyIdx } from '../testing/dataset-files.ts';
import type { DatasetEntry } from './catalogue.ts';
import { generateDataset } from './generate.ts';
import { loadDataset } from './load.ts';

/** Loads files with matching hashes, whatever they contain. */
const load = (files: Record<string, Buffer>, changes: Partial<DatasetEntry> = {}) => {
  const entry = entryOf(files, changes);
  return loadDataset(entry.name, folderWith(files), { [entry.name]: entry });
};

describe('idx', () => {
  const images = 'train-images-idx3-ubyte.gz';
  const labels = 't10k-labels-idx1-ubyte.gz';

  test('is read as image bytes and labels', async () => {
    const { train, test: evaluation, shape } = await load(packed(tinyIdx));
    expect(shape).toEqual([4, 3, 1]);
    expect([...train.images.slice(0, 14)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect([...train.labels]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(evaluation.images).toHaveLength(48);
  });

  const whole = tinyIdx[images]!;
  test.each<[string, string, Buffer, RegExp]>([
    [
      'another magic',
      images,
      Buffer.concat([Buffer.from([0, 0, 13, 3]), whole.subarray(4)]),
      /^train-images-\S+: starts with 00000d03, expected 00000803/,
    ],
    ['a truncated header', images, whole.subarray(0, 10), /the header is truncated after 10 bytes/],
    ['truncated values', images, whole.subarray(0, 60), /holds 44 bytes after its header, expected 72/],
    ['bytes left over', images, Buffer.concat([whole, Buffer.from([1])]), /holds 73 bytes/],
    [
      'another shape',
      images,
      idx([6, 3, 4], whole.subarray(16)),
      /declares the shape \[6,3,4\], expected \[6,4,3\]/,
    ],
    [
      'a label out of range',
      labels,
      idx([4], Uint8Array.from([0, 1, 2, 1])),
      /sample 2 has the label 2, but there are only 2 classes/,
    ],
  ])('is rejected with a one-line message for %s', async (_, name, bytes, message) => {
    const loading = load(packed({ ...tinyIdx, [name]: bytes }));
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(/^[^\n]*$/);
  });

  test('is rejected if it is not compressed or the compressed file is truncated', async () => {
    await expect(load({ ...packed(tinyIdx), [images]: whole })).rejects.toThrow(/cannot be decompressed/);
    const cut = gzipSync(whole).subarray(0, 30);
    await expect(load({ ...packed(tinyIdx), [images]: cut })).rejects.toThrow(/cannot be decompressed/);
  });
});

describe('CIFAR-100', () => {
  const cifar = {
    name: 'CIFAR-100',
    format: 'cifar-100',
    shape: [2, 2, 3],
    trainSamples: 2,
    evalSamples: 1,
  } as const;
  const members = {
    'meta.txt': Buffer.from('ignored'),
    'train.bin': Buffer.concat([record(1, 0), record(0, 100)]),
    'test.bin': record(1, 200),
  };

  test('is read from its archive with fine labels and interleaved pixels', async () => {
    const { train, test: evaluation } = await load({ 'a.tar.gz': await archive(members) }, cifar);
    expect([...train.labels, ...evaluation.labels]).toEqual([1, 0, 1]);
    expect([...train.images.slice(0, 12)]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect([...train.images.slice(12, 15)]).toEqual([100, 104, 108]);
    expect([...evaluation.images.slice(0, 3)]).toEqual([200, 204, 208]);
  });

  test.each<[string, () => Promise<Buffer>, RegExp]>([
    [
      'misses a file',
      () => archive({ 'train.bin': members['train.bin'] }),
      /test\.bin: holds 0 bytes, expected 14/,
    ],
    [
      'has a truncated record',
      () => archive({ ...members, 'test.bin': record(1, 0).subarray(1) }),
      /test\.bin: holds 13 bytes/,
    ],
    [
      'is truncated',
      async () => (await archive(members)).subarray(0, 120),
      /^a\.tar\.gz: .*truncated or damaged/,
    ],
    [
      'is not an archive',
      async () => gzipSync(Buffer.from('text'.repeat(500))),
      /^a\.tar\.gz: .*truncated or damaged/,
    ],
  ])('is rejected with a one-line message if it %s', async (_, make, message) => {
    const loading = load({ 'a.tar.gz': await make() }, cifar);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(/^[^\n]*$/);
  });
});

test('a file that changed after it was prepared is rejected', async () => {
  const files = packed(tinyIdx);
  const entry = entryOf({ ...files, 't10k-labels-idx1-ubyte.gz': Buffer.from('x') });
  await expect(loadDataset('MNIST', folderWith(files), { MNIST: entry })).rejects.toThrow(/has SHA-256/);
  await expect(loadDataset('MNIST', folderWith({}), { MNIST: entry })).rejects.toThrow(
    'MNIST: train-images-idx3-ubyte.gz is missing',
  );
  await expect(loadDataset('ImageNet', '', { MNIST: entry })).rejects.toThrow(
    'unknown data set "ImageNet"; use one of: MNIST',
  );
});

test('generated samples have the shapes of the data set, differ by class and are reproducible', async () => {
  const entry = { shape: [8, 8, 3], classes: 3, trainSamples: 1200, evalSamples: 100 } as const;
  const fractions: number[] = [];
  const made = await generateDataset(entry, (fraction) => {
    fractions.push(fraction);
  });
  expect(fractions).toEqual([0, 1000 / 1300, 1200 / 1300]);
  expect(made.train.images).toHaveLength(1200 * 192);
  expect(made.test.labels).toHaveLength(100);
  expect(new Set(made.train.labels)).toEqual(new Set([0, 1, 2]));
  expect(made.test.images.slice(0, 192)).not.toEqual(made.train.images.slice(0, 192));
  expect(await generateDataset(entry, () => {})).toEqual(made);
});
