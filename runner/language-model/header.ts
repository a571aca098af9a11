/** @file Writes the header of a GGUF file: metadata, vocabulary and the offset of each tensor. */

import { sizeOf } from './fill.ts';
import { ALIGNMENT, MAGIC, VERSION, valueType } from './format.ts';
import { CONTEXT_LENGTH, type Format, NORM_EPSILON, ROTARY_BASE, type Shape, type Tensor } from './shape.ts';

/** Type numbers of the file and of its quantized tensors. */
const FILE_TYPE: Record<Format, number> = { q4_0: 2, q8_0: 7 };
const TENSOR_TYPE: Record<Format, number> = { q4_0: 2, q8_0: 8 };
const FLOAT32 = 0;

/** Types of vocabulary tokens. */
const NORMAL = 1;
const CONTROL = 3;

/** A buffer to which little-endian values are appended. */
class Writer {
  readonly #parts: Buffer[] = [];

  bytes(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
  uint32(value: number): this {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    return this.bytes(part);
  }
  uint64(value: number): this {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    return this.bytes(part);
  }
  float32(value: number): this {
    const part = Buffer.alloc(4);
    part.writeFloatLE(value);
    return this.bytes(part);
  }
  string(value: string): this {
    const text = Buffer.from(value);
    return this.uint64(text.length).bytes(text);
  }
  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

type Value =
  | { type: 'uint32' | 'float32'; value: number }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'int32s'; value: Int32Array };

const uint32 = (value: number): Value => ({ type: 'uint32', value });
const float32 = (value: number): Value => ({ type: 'float32', value });
const string = (value: string): Value => ({ type: 'string', value });

/**
 * The characters that represent the 256 bytes in the vocabularies of GPT-2 and Qwen: printable bytes represent
 * themselves, the others use U+0100 and up. llama.cpp requires all of them.
 */
function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : next++);
  });
}

/** The byte tokens, then numbered tokens, then one end-of-text token. */
function vocabularyOf(size: number): Record<string, Value> {
  const bytes = byteCharacters();
  const end = size - 1;
  const tokens = Array.from(
    { length: size },
    (_, i) => bytes[i] ?? (i === end ? '<|endoftext|>' : `token${i}`),
  );
  return {
    'tokenizer.ggml.model': string('gpt2'),
    'tokenizer.ggml.pre': string('qwen2'),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': {
      type: 'int32s',
      value: Int32Array.from(tokens, (_, i) => (i === end ? CONTROL : NORMAL)),
    },
    'tokenizer.ggml.merges': { type: 'strings', value: [`${bytes[0x61]} ${bytes[0x62]}`] },
    'tokenizer.ggml.eos_token_id': uint32(end),
    'tokenizer.ggml.bos_token_id': uint32(end),
  };
}

function metadataOf(name: string, shape: Shape, format: Format): Record<string, Value> {
  const { layers, width, feedForward, heads, keyHeads, vocabulary } = shape;
  return {
    'general.architecture': string('qwen2'),
    'general.name': string(name),
    'general.description': string('Random weights, made by Trainmark to measure speed; of no other use.'),
    'general.quantization_version': uint32(2),
    'general.file_type': uint32(FILE_TYPE[format]),
    'general.alignment': uint32(ALIGNMENT),
    'qwen2.vocab_size': uint32(vocabulary),
    'qwen2.context_length': uint32(CONTEXT_LENGTH),
    'qwen2.embedding_length': uint32(width),
    'qwen2.block_count': uint32(layers),
    'qwen2.feed_forward_length': uint32(feedForward),
    'qwen2.attention.head_count': uint32(heads),
    'qwen2.attention.head_count_kv': uint32(keyHeads),
    'qwen2.attention.layer_norm_rms_epsilon': float32(NORM_EPSILON),
    'qwen2.rope.freq_base': float32(ROTARY_BASE),
    ...vocabularyOf(vocabulary),
  };
}

function writeValue(writer: Writer, entry: Value): void {
  switch (entry.type) {
    case 'uint32':
      writer.uint32(valueType.uint32).uint32(entry.value);
      return;
    case 'float32':
      writer.uint32(valueType.float32).float32(entry.value);
      return;
    case 'string':
      writer.uint32(valueType.string).string(entry.value);
      return;
    case 'strings':
      writer.uint32(valueType.array).uint32(valueType.string).uint64(entry.value.length);
      for (const text of entry.value) writer.string(text);
      return;
    case 'int32s': {
      writer.uint32(valueType.array).uint32(valueType.int32).uint64(entry.value.length);
      for (const value of entry.value) writer.uint32(value);
      return;
    }
  }
}

export const padded = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Everything before the first tensor, padded to the alignment. */
export function headerOf(name: string, shape: Shape, format: Format, tensors: readonly Tensor[]): Buffer {
  const metadata = Object.entries(metadataOf(name, shape, format));
  const writer = new Writer()
    .bytes(Buffer.from(MAGIC))
    .uint32(VERSION)
    .uint64(tensors.length)
    .uint64(metadata.length);
  for (const [key, value] of metadata) writeValue(writer.string(key), value);
  let offset = 0;
  for (const tensor of tensors) {
    writer.string(tensor.name).uint32(tensor.dims.length);
    for (const size of tensor.dims) writer.uint64(size);
    writer.uint32(tensor.fill.kind === 'values' ? FLOAT32 : TENSOR_TYPE[format]).uint64(offset);
    offset += padded(sizeOf(tensor, format));
  }
  const header = writer.done();
  return Buffer.concat([header, Buffer.alloc(padded(header.length) - header.length)]);
}
