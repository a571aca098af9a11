/** @file Sees that the file of a language model is there and right before anything is measured. */
import { createHash } from 'node:crypto';
import { open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFile } from '../datasets/catalogue.ts';
import { inspect } from '../datasets/inspect.ts';
import { makeFolder } from '../results/submission-file.ts';
import { modelBytes } from './generate.ts';
import { GENERATED_NAME } from './generated.ts';
import type { ModelFile } from './model.ts';
import { type Format, qwen25Half } from './shape.ts';

export type PreparedModel =
  | { status: 'ready'; path: string }
  /** It must not be measured: a cache that cannot be written, or no room. */
  | { status: 'refused'; why: string };

export interface ModelPlace {
  /** Folder that keeps what is made. */
  cache: string;
  /** Bytes that are free at a folder; tests hand in others. */
  freeBytes?: (folder: string) => Promise<number>;
  /** The file's bytes; tests hand in fewer. */
  bytes?: (format: Format) => Iterable<Uint8Array>;
}

/** A disk that is filled to the brim breaks more than this. */
const SPARE_BYTES = 100 * 2 ** 20;

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const generate = (format: Format) => modelBytes(GENERATED_NAME, qwen25Half, format);

/** Writes beside the target, hashes what is written, and moves it when it is right. */
async function write(
  pieces: Iterable<Uint8Array>,
  target: string,
  sha256: string,
  signal: AbortSignal,
): Promise<void> {
  // Two runs may share a cache: each has its own partial file.
  const partial = `${target}.${process.pid}.partial`;
  try {
    const hash = createHash('sha256');
    const handle = await open(partial, 'w');
    try {
      for (const piece of pieces) {
        signal.throwIfAborted();
        hash.update(piece);
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const made = hash.digest('hex');
    if (made !== sha256)
      throw new Error(
        `this machine made another file (SHA-256 ${made}, not ${sha256}); its memory may be faulty`,
      );
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
}

/**
 * @throws the signal's reason where it is aborted; everything else is an answer
 */
export async function prepareModel(
  { source, facts }: ModelFile,
  { cache, freeBytes = freeBytesAt, bytes = generate }: ModelPlace,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<PreparedModel> {
  if ('path' in source) return { status: 'ready', path: source.path };
  const folder = join(cache, 'models');
  const file: DataFile = {
    name: `qwen2.5-0.5b-random-${source.format}.gguf`,
    sizeBytes: facts.bytes,
    sha256: facts.sha256,
  };
  const target = join(folder, file.name);
  if ((await inspect(target, file)) === null) return { status: 'ready', path: target };
  const refused = (why: string): PreparedModel => ({
    status: 'refused',
    why: `the ${facts.quantization} model cannot be made: ${why}; TRAINMARK_CACHE names another folder, --model FILE.gguf another model`,
  });
  try {
    makeFolder(folder);
    const free = await freeBytes(folder);
    if (free < facts.bytes + SPARE_BYTES)
      return refused(`it takes ${megabytes(facts.bytes)} and ${folder} has ${megabytes(free)} left`);
    log(
      `making the ${facts.quantization} language model (${megabytes(facts.bytes)}, random weights) in ${folder}`,
    );
    await write(bytes(source.format), target, facts.sha256, signal);
    return { status: 'ready', path: target };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    return refused(code === undefined ? message : `${folder} cannot be written (${code})`);
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
