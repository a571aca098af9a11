/** @file Reads MNIST's idx format: a header of big-endian 32-bit numbers, then bytes (yann.lecun.com/exdb/mnist). */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatasetEntry } from './catalogue.ts';
import type { Dataset, Samples } from './samples.ts';

/** Two zero bytes, then 8 for unsigned bytes; the last byte is the number of dimensions. */
const MAGIC = 0x0800;

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/**
 * Returns the bytes after the header.
 * @param shape - Shape that the header must declare.
 * @throws Error with the name of the file, what it contains and what was expected
 */
function parseIdx(bytes: Buffer, name: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const headerBytes = 4 * (1 + shape.length);
  if (bytes.length < headerBytes)
    throw new Error(`${name}: the header is truncated after ${bytes.length} bytes`);
  const magic = bytes.readUInt32BE(0);
  const expected = MAGIC + shape.length;
  if (magic !== expected) {
    throw new Error(`${name}: starts with ${hex(magic)}, expected ${hex(expected)} (idx format)`);
  }
  const found = shape.map((_, i) => bytes.readUInt32BE(4 * (i + 1)));
  if (found.join() !== shape.join()) {
    throw new Error(`${name}: declares the shape [${found}], expected [${shape}]`);
  }
  const values = Uint8Array.from(bytes.subarray(headerBytes));
  const wanted = shape.reduce((all, n) => all * n, 1);
  if (values.length !== wanted) {
    throw new Error(
      `${name}: holds ${values.length} bytes after its header, expected ${wanted}; the file is truncated or damaged`,
    );
  }
  return values;
}

async function readIdx(path: string, shape: readonly number[]): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await readFile(path);
  const unpacked = await promisify(gunzip)(packed).catch((error: Error) => {
    throw new Error(`${basename(path)}: cannot be decompressed: ${error.message}`);
  });
  return parseIdx(unpacked, basename(path), shape);
}

/** Reads the four files of a data set. */
export async function readIdxDataset(entry: DatasetEntry, folder: string): Promise<Dataset> {
  const part = async (prefix: string, count: number): Promise<Samples> => ({
    images: await readIdx(join(folder, `${prefix}-images-idx3-ubyte.gz`), [
      count,
      ...entry.shape.slice(0, 2),
    ]),
    labels: await readIdx(join(folder, `${prefix}-labels-idx1-ubyte.gz`), [count]),
  });
  return {
    shape: entry.shape,
    train: await part('train', entry.trainSamples),
    test: await part('t10k', entry.evalSamples),
  };
}
