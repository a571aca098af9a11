/** @file Keeps what each file contributes by its content and by the version of the code, so that only new files are computed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Content } from '../values/identity.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Folders whose code and data determine what a file contributes. */
const sources = ['ingest', 'data/contract', 'data/derive', 'data/catalogue'];

/** A version of everything that a contribution depends on besides its file: code, catalogue, packages, Node. */
export async function codeVersion(root: string): Promise<string> {
  const names = await Promise.all(
    sources.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((name) => join(root, folder, name)),
    ),
  );
  const paths = names.flat().filter((path) => /\.(?:ts|json)$/.test(path) && !path.endsWith('.test.ts'));
  const texts = await Promise.all(
    [join(root, 'package-lock.json'), ...paths.sort()].map((path) => readFile(path)),
  );
  return sha256(process.version, ...texts.map((text) => sha256(text))).slice(0, 16);
}

/** Identifies a file: its path is part of the key, because rows contain it and the name of a file is checked. */
export const keyOf = (path: string, content: Pick<Content, 'sha256'>): string =>
  sha256(path, '\n', content.sha256);

/** Length of a SHA-256. */
const HASH_BYTES = 32;

/** Of a value under its name, so that one in the place of another counts as damaged. */
const hashOf = (name: string, body: Uint8Array): Buffer =>
  createHash('sha256').update(`${name}\0`).update(body).digest();

function drop(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What stands in the way of the file stands in the way of removing it.
  }
}

/** A folder of values; every failure of it only costs time. It holds what can be sent to a thread. */
export class Cache {
  readonly #folder: string;

  /** @param folder Kept between runs; the version of the code is part of its path. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What was kept; null if nothing was or if it is damaged. */
  get(name: string): unknown {
    try {
      const kept = readFileSync(join(this.#folder, name));
      const body = kept.subarray(HASH_BYTES);
      return hashOf(name, body).equals(kept.subarray(0, HASH_BYTES)) ? deserialize(body) : null;
    } catch {
      return null;
    }
  }

  /** Forgets what was kept. */
  drop(name: string): void {
    drop(join(this.#folder, name));
  }

  /** Whether it is kept now. */
  put(name: string, value: unknown): boolean {
    const place = join(this.#folder, name);
    const partial = `${place}.${process.pid}.partial`;
    try {
      const body = serialize(value);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(partial, Buffer.concat([hashOf(name, body), body]));
      renameSync(partial, place);
      return true;
    } catch {
      drop(partial);
      return false;
    }
  }
}

/** Removes what other versions of the code kept. */
export async function dropOtherVersions(folder: string, version: string): Promise<void> {
  const others = await readdir(folder).catch(() => []);
  for (const name of others) {
    if (name !== version) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}
