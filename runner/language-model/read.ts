/** @file What a GGUF file says of itself, or in one line why it cannot be measured. Nothing is loaded. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { cleanName } from '../text/clean-text.ts';
import { Cursor, EndOfFile } from './cursor.ts';
import { ALIGNMENT, fileTypes, MAGIC, tensorTypes } from './format.ts';
import { generatedModels } from './generated.ts';
import { dtypeOf, type ModelFile } from './model.ts';

/** A file that is no model that can be measured; the message says which file, what and how to mend it. */
export class BadModel extends Error {}

/** Metadata; of an array its length, as nobody asks for its items. */
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
  /** Where the first tensor begins. */
  dataAt: number;
}

const STRING = 8;
const ARRAY = 9;
/** By kind of value; those of strings and arrays are their own. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8];
const MOST_DIMENSIONS = 4;
/** Versions that llama.cpp reads: 2 and 3 differ in nothing that is read here. */
const VERSIONS = [2, 3];

class Malformed extends Error {}

function readScalar(cursor: Cursor, kind: number): number {
  const bytes = VALUE_BYTES[kind];
  if (bytes == null) throw new Malformed(`has a value of the unknown kind ${kind}`);
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
  else throw new Malformed(`has an array of the kind ${itemKind}`);
  return length;
}

function readTensor(cursor: Cursor): TensorInfo {
  const name = cursor.string();
  const dimensions = cursor.uint32();
  if (dimensions > MOST_DIMENSIONS) throw new Malformed(`has a tensor of ${dimensions} dimensions`);
  let weights = 1;
  for (let i = 0; i < dimensions; i++) weights *= cursor.uint64();
  return { name, weights, type: cursor.uint32(), offset: cursor.uint64() };
}

/** Throws `Malformed` and `EndOfFile`. */
function readHead(cursor: Cursor): Head {
  if (cursor.take(4).toString('latin1') !== MAGIC) throw new Malformed('is no GGUF file');
  const version = cursor.uint32();
  if (!VERSIONS.includes(version))
    throw new Malformed(`is GGUF of version ${version}, and llama.cpp reads ${VERSIONS.join(' and ')}`);
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

/** The head of a file that was found to be right before. */
export function readHeadOf(path: string): Head {
  const handle = openSync(path, 'r');
  try {
    const about = fstatSync(handle);
    if (!about.isFile()) throw new Malformed('is no file');
    return readHead(new Cursor(handle, about.size));
  } finally {
    closeSync(handle);
  }
}

/** The same, and what is wrong in words. */
function tellingHead(path: string, bad: (why: string) => BadModel): Head {
  try {
    return readHeadOf(path);
  } catch (error) {
    if (error instanceof Malformed) throw bad(error.message);
    if (error instanceof EndOfFile)
      throw bad('is cut off or broken: its head goes beyond its end; get it again');
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw bad(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`);
  }
}

/** Where the last tensor of a known type ends. */
function endOf({ tensors, dataAt }: Head): number {
  return tensors.reduce((end, { weights, type, offset }) => {
    const known = tensorTypes.get(type);
    const bytes = known === undefined ? 0 : (weights / known.weights) * known.bytes;
    return Math.max(end, dataAt + offset + bytes);
  }, dataAt);
}

/** Why llama.cpp cannot compute with such a file, or null. Without a vocabulary it aborts its process. */
function unusable({ metadata, tensors }: Head): string | null {
  if (!metadata.has('general.architecture')) return 'names no architecture';
  const parts = Number(metadata.get('split.count') ?? 1);
  if (parts > 1) return `is one of ${parts} parts; merge them with llama-gguf-split --merge`;
  if (tensors.length === 0) return 'holds no tensors';
  const vocabulary = metadata.get('tokenizer.ggml.model');
  if (vocabulary === undefined || vocabulary === 'no_vocab' || !metadata.get('tokenizer.ggml.tokens'))
    return 'has no vocabulary, and llama.cpp aborts on such files; take a file that was converted with one';
  return null;
}

/** As its makers write it; where the file does not say, the type that most weights have. */
function quantizationOf({ metadata, tensors }: Head): string {
  const said = fileTypes.get(Number(metadata.get('general.file_type') ?? -1));
  if (said !== undefined) return said;
  const weights = new Map<number, number>();
  for (const { type, weights: more } of tensors) weights.set(type, (weights.get(type) ?? 0) + more);
  const [[type = -1] = []] = [...weights].toSorted(([, a], [, b]) => b - a);
  return tensorTypes.get(type)?.name ?? `type ${type}`;
}

function nameOf({ metadata }: Head): string {
  const architecture = String(metadata.get('general.architecture'));
  const name = metadata.get('general.name');
  const label = metadata.get('general.size_label');
  const said = typeof name === 'string' && name !== '' ? name : `${architecture} ${label ?? ''}`;
  return cleanName(said, 100, architecture);
}

/** Of a mixture of experts: of those tensors that hold all experts, the share of those that a token goes through. */
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

/** Reads the head, then hashes the whole file. Throws `BadModel`. */
export async function readModel(path: string): Promise<ModelFile> {
  const bad = (why: string) => new BadModel(`--model ${path}: ${why}`);
  const head = tellingHead(path, bad);
  const { bytes } = head;
  const why = unusable(head);
  if (why !== null) throw bad(why);
  const end = endOf(head);
  if (end > bytes) throw bad(`is cut off: it has ${bytes} bytes of ${end}; get it again`);
  const quantization = quantizationOf(head);
  const sha256 = await hashFile(path);
  return {
    facts: {
      name: nameOf(head),
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

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
