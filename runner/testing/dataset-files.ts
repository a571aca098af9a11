/** @file Small data sets in the published formats for tests, and a server on loopback for them. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import type { DatasetEntry } from '../datasets/catalogue.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An unpacked idx file. */
export function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 * (1 + shape.length));
  header.writeUInt32BE(0x0800 + shape.length, 0);
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 * (i + 1));
  return Buffer.concat([header, values]);
}

const counting = (length: number, below: number) => Uint8Array.from({ length }, (_, i) => i % below);

/** Six training and four evaluation images of 4 x 3 pixels in two classes: unpacked files by name. */
export const tinyIdx: Readonly<Record<string, Buffer>> = {
  'train-images-idx3-ubyte.gz': idx([6, 4, 3], counting(72, 256)),
  'train-labels-idx1-ubyte.gz': idx([6], counting(6, 2)),
  't10k-images-idx3-ubyte.gz': idx([4, 4, 3], counting(48, 7)),
  't10k-labels-idx1-ubyte.gz': idx([4], counting(4, 2)),
};

export const packed = (files: Readonly<Record<string, Buffer>>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, gzipSync(bytes)]));

/** A catalogue entry with these files. */
export const entryOf = (
  files: Readonly<Record<string, Buffer>>,
  changes: Partial<DatasetEntry> = {},
): DatasetEntry => ({
  name: 'MNIST',
  folder: 'mnist',
  shape: [4, 3, 1],
  classes: 2,
  trainSamples: 6,
  evalSamples: 4,
  format: 'idx',
  bases: [],
  files: Object.entries(files).map(([name, bytes]) => ({
    name,
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
  })),
  ...changes,
});

/** A CIFAR-100 record with 2 x 2 pixels: coarse label, fine label, red, green and blue plane. */
export const record = (label: number, first: number): Buffer =>
  Buffer.from([9, label, ...Array.from({ length: 12 }, (_, i) => first + i)]);

/** Packs files into an archive with one folder, as in CIFAR-100. */
export async function archive(members: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const folder = temporary();
  mkdirSync(join(folder, 'cifar-100-binary'));
  for (const [name, bytes] of Object.entries(members))
    writeFileSync(join(folder, 'cifar-100-binary', name), bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of create({ cwd: folder, gzip: true }, ['cifar-100-binary'])) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'trainmark-data-'));

/** Creates a temporary folder with these files. */
export function folderWith(files: Readonly<Record<string, Buffer>>): string {
  const folder = temporary();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

export interface Place {
  /** Base URL; ends in a slash, like those of the catalogue. */
  base: string;
  /** Requested paths in order. */
  asked: string[];
  close(): void;
}

/** Starts a server on loopback. */
export async function serve(answer: RequestListener): Promise<Place> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Serves files by name. */
export const serveFiles = (files: Readonly<Record<string, Buffer>>): Promise<Place> =>
  serve((request, response) => {
    const bytes = files[request.url!.slice(1)];
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
