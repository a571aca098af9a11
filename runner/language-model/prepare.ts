/** @file Makes sure before a run that the file of a language model is present and correct. */

import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '../../data/derive/files/file-error.ts';
import type { DataFile } from '../datasets/catalogue.ts';
import { inspect } from '../datasets/inspect.ts';
import { writeVerified } from '../datasets/verified-file.ts';
import { makeFolder } from '../system/files.ts';
import { modelBytes } from './generate.ts';
import { GENERATED_NAME } from './generated.ts';
import type { ModelFile } from './model.ts';
import { type Format, qwen25Half } from './shape.ts';

export type PreparedModel =
  | { status: 'ready'; path: string }
  /** It must not be measured: the cache is not writable or the disk is full. */
  | { status: 'refused'; reason: string };

export interface ModelPlace {
  /** Folder for generated models. */
  cache: string;
  /** Free disk space of a folder, in bytes; replaced in tests. */
  freeBytes?: (folder: string) => Promise<number>;
  /** The bytes of the file; replaced in tests. */
  bytes?: (format: Format) => Iterable<Uint8Array>;
}

/** Disk space to leave free for everything else. */
const SPARE_BYTES = 100 * 2 ** 20;

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const generate = (format: Format) => modelBytes(GENERATED_NAME, qwen25Half, format);

/** The pieces until the signal is aborted, whose reason is then thrown. */
function* until(signal: AbortSignal, pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

/**
 * Generates the file of the model unless it is cached or was given.
 * @throws the signal's reason if it is aborted; every other failure is a `PreparedModel`
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
  const refused = (reason: string): PreparedModel => ({
    status: 'refused',
    reason: `the ${facts.quantization} model cannot be generated: ${reason}; set TRAINMARK_CACHE to another folder or pass a model with --model FILE.gguf`,
  });
  try {
    makeFolder(folder);
    const free = await freeBytes(folder);
    if (free < facts.bytes + SPARE_BYTES)
      return refused(`it needs ${megabytes(facts.bytes)} and ${folder} has ${megabytes(free)} free`);
    log(
      `generating the ${facts.quantization} language model (${megabytes(facts.bytes)}, random weights) in ${folder}`,
    );
    const other = await writeVerified(until(signal, bytes(source.format)), file, target);
    if (other === null) return { status: 'ready', path: target };
    return refused(
      `the generated file has SHA-256 ${other.sha256}, expected ${file.sha256}; the memory of this machine may be faulty`,
    );
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    return refused(code === undefined ? message : `cannot write to ${folder}: ${describeFileError(error)}`);
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
