/** @file Reads the facts of a GGUF file without loading its tensors, or explains in one line why it is unusable. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { hashFile } from '../datasets/inspect.ts';
import { Cursor, EndOfFile } from './cursor.ts';
import { ALIGNMENT, fileTypes, MAGIC, tensorTypes } from './format.ts';
import { generatedModels } from './generated.ts';
import { dtypeOf, type ModelFile } from './model.ts';
import { modelName } from './name.ts';

/** A model file that cannot be measured; the message names the file, the problem and the remedy. */
export class UnusableModelError extends Error {}

/** Metadata by key; an array is stored as its length because its items are never used. */
type Metadata = ReadonlyMap<string, string | number>;

interface TensorInfo {
  name: string;
  weights: number;
  type: number;
  offset: number;
}

export interface Head {
  /** Size of the file. */
  bytes: number;
  metadata: Metadata;
  tensors: readonly TensorInfo[];
  /** Offset of the first tensor. */
  dataAt: number;
}

const STRING = 8;
const ARRAY = 9;
/** Size by type number; strings and arrays declare their own. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8];
const MOST_DIMENSIONS = 4;
/** Versions that llama.cpp reads; they do not differ in anything read here. */
const VERSIONS = [2, 3];

class Malformed extends Error {}

function readScalar(cursor: Cursor, kind: number): number {
  const bytes = VALUE_BYTES[kind];
  if (bytes == null) throw new Malformed(`has a value of unknown type ${kind}`);
  const at = cursor.take(bytes);
  switch (kind) {
    case 5:
      return at.readInt32LE();
    case 6:
      return at.readFloatLE();
    case 10:
      return Number(at.readBigUInt64LE());
    case 11:
      return Number(at.readBigInt64LE());
    case 12:
      return at.readDoubleLE();
    default:
      return at.readUIntLE(0, bytes);
  }
}

function readValue(cursor: Cursor): string | number {
  const kind = cursor.uint32();
  if (kind === STRING) return cursor.string();
  if (kind !== ARRAY) return readScalar(cursor, kind);
  const itemKind = cursor.uint32();
  const length = cursor.uint64();
  const bytes = VALUE_BYTES[itemKind];
  if (itemKind === STRING) for (let i = 0; i < length; i++) cursor.skip(cursor.uint64());
  else if (bytes != null) cursor.skip(bytes * length);
  else throw new Malformed(`has an array of unknown type ${itemKind}`);
  return length;
}

function readTensor(cursor: Cursor): TensorInfo {
  const name = cursor.string();
  const dimensions = cursor.uint32();
  if (dimensions > MOST_DIMENSIONS) throw new Malformed(`has a tensor with ${dimensions} dimensions`);
  let weights = 1;
  for (let i = 0; i < dimensions; i++) weights *= cursor.uint64();
  return { name, weights, type: cursor.uint32(), offset: cursor.uint64() };
}

/** Throws `Malformed` and `EndOfFile`. */
function readHead(cursor: Cursor): Head {
  if (cursor.take(4).toString('latin1') !== MAGIC) throw new Malformed('is not a GGUF file');
  const version = cursor.uint32();
  if (!VERSIONS.includes(version))
    throw new Malformed(`is GGUF version ${version}, but llama.cpp reads versions ${VERSIONS.join(' and ')}`);
  const tensorCount = cursor.uint64();
  const entries = cursor.uint64();
  const metadata = new Map<string, string | number>();
  for (let i = 0; i < entries; i++) metadata.set(cursor.string(), readValue(cursor));
  const tensors: TensorInfo[] = [];
  for (let i = 0; i < tensorCount; i++) tensors.push(readTensor(cursor));
  const alignment = Number(metadata.get('general.alignment') ?? ALIGNMENT) || ALIGNMENT;
  return {
    bytes: cursor.sizeBytes,
    metadata,
    tensors,
    dataAt: Math.ceil(cursor.at / alignment) * alignment,
  };
}

/** Reads the header of a file. Throws `Malformed`, `EndOfFile` and file system errors. */
export function readHeadOf(path: string): Head {
  const handle = openSync(path, 'r');
  try {
    const about = fstatSync(handle);
    if (!about.isFile()) throw new Malformed('is not a file');
    return readHead(new Cursor(handle, about.size));
  } finally {
    closeSync(handle);
  }
}

/** Reads the header and converts what is wrong with the file to an `UnusableModelError`. */
function readHeadOrExplain(path: string, bad: (reason: string) => UnusableModelError): Head {
  try {
    return readHeadOf(path);
  } catch (error) {
    if (error instanceof Malformed) throw bad(error.message);
    if (error instanceof EndOfFile)
      throw bad('is truncated or damaged: its header is incomplete; download it again');
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw bad(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`);
  }
}

/** Offset of the end of the last tensor of a known type. */
function endOf({ tensors, dataAt }: Head): number {
  return tensors.reduce((end, { weights, type, offset }) => {
    const known = tensorTypes.get(type);
    const bytes = known === undefined ? 0 : (weights / known.weights) * known.bytes;
    return Math.max(end, dataAt + offset + bytes);
  }, dataAt);
}

/** Why llama.cpp cannot run the file, or null. Without a vocabulary it aborts its process. */
function whyUnusable({ metadata, tensors }: Head): string | null {
  if (!metadata.has('general.architecture')) return 'declares no architecture';
  const parts = Number(metadata.get('split.count') ?? 1);
  if (parts > 1) return `is one of ${parts} parts; merge them with llama-gguf-split --merge`;
  if (tensors.length === 0) return 'contains no tensors';
  const vocabulary = metadata.get('tokenizer.ggml.model');
  if (vocabulary === undefined || vocabulary === 'no_vocab' || !metadata.get('tokenizer.ggml.tokens'))
    return 'has no vocabulary, and llama.cpp aborts without one; use a file that was converted with its vocabulary';
  return null;
}

/** The declared file type; if the file declares none, the type of most weights. */
function quantizationOf({ metadata, tensors }: Head): string {
  const declared = fileTypes.get(Number(metadata.get('general.file_type') ?? -1));
  if (declared !== undefined) return declared;
  const weights = new Map<number, number>();
  for (const { type, weights: more } of tensors) weights.set(type, (weights.get(type) ?? 0) + more);
  const [[type = -1] = []] = [...weights].toSorted(([, a], [, b]) => b - a);
  return tensorTypes.get(type)?.name ?? `type ${type}`;
}

function nameOf({ metadata }: Head, path: string): string {
  const architecture = String(metadata.get('general.architecture'));
  const declared = metadata.get('general.name');
  return modelName({
    declared: typeof declared === 'string' ? declared : null,
    path,
    fallback: `${architecture} ${metadata.get('general.size_label') ?? ''}`,
  });
}

/** Parameters that one token uses in a mixture of experts: expert tensors count by the share used. Null otherwise. */
function activeParametersOf({ metadata, tensors }: Head): number | null {
  const architecture = metadata.get('general.architecture');
  const experts = Number(metadata.get(`${architecture}.expert_count`) ?? 0);
  const used = Number(metadata.get(`${architecture}.expert_used_count`) ?? 0);
  if (!(experts > used && used > 0)) return null;
  const active = tensors.map(({ name, weights }) =>
    name.includes('_exps.') ? (weights * used) / experts : weights,
  );
  return Math.round(active.reduce((sum, weights) => sum + weights, 0));
}

/** Reads the header, then hashes the whole file. Throws `UnusableModelError`. */
export async function readModel(path: string): Promise<ModelFile> {
  const bad = (reason: string) => new UnusableModelError(`--model ${path}: ${reason}`);
  const head = readHeadOrExplain(path, bad);
  const { bytes } = head;
  const reason = whyUnusable(head);
  if (reason !== null) throw bad(reason);
  const end = endOf(head);
  if (end > bytes) throw bad(`is truncated: it has ${bytes} of ${end} bytes; download it again`);
  const quantization = quantizationOf(head);
  const { sha256 } = await hashFile(path);
  return {
    facts: {
      name: nameOf(head, path),
      quantization,
      parameters: head.tensors.reduce((sum, { weights }) => sum + weights, 0),
      activeParameters: activeParametersOf(head),
      bytes,
      sha256,
      generated: Object.values(generatedModels).some(({ facts }) => facts.sha256 === sha256),
    },
    dtype: dtypeOf(quantization),
    source: { path },
  };
}
