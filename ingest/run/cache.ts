/** @file Keeps what each file contributes by its content and by the version of the code, so that only new files are computed. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

/** A folder of contributions; every failure of it only costs time. */
export class Cache {
  readonly #folder: string;

  /**
   * @param folder Kept between runs; its name ends with the version of the code.
   */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Place of a contribution: the path is part of it, because rows contain it and the name of a file is checked. */
  #place(path: string, bytes: Uint8Array): string {
    const key = sha256(path, '\n', bytes);
    return join(this.#folder, key.slice(0, 2), `${key.slice(2)}.json`);
  }

  /** What was kept; null if nothing was or if it is damaged. */
  async get(path: string, bytes: Uint8Array): Promise<string | null> {
    try {
      const kept = await readFile(this.#place(path, bytes), 'utf8');
      const end = kept.indexOf('\n');
      const body = kept.slice(end + 1);
      return sha256(body) === kept.slice(0, end) ? body : null;
    } catch {
      return null;
    }
  }

  async put(path: string, bytes: Uint8Array, body: string): Promise<void> {
    const place = this.#place(path, bytes);
    const partial = `${place}.${process.pid}.partial`;
    try {
      await mkdir(dirname(place), { recursive: true });
      await writeFile(partial, `${sha256(body)}\n${body}`);
      await rename(partial, place);
    } catch {
      await rm(partial, { force: true }).catch(() => {});
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
