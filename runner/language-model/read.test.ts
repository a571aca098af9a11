/** @file Reading the facts of a GGUF file, and the one-line reasons why a file cannot be measured. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tiny, tinyBytes, withoutVocabulary, writeTiny } from '../testing/tiny-language-model.ts';
import { readModel, UnusableModelError } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-gguf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const whole = tinyBytes();

/** Replaces text by text of the same length, so that offsets stay valid. */
const replaced = (from: string, to: string): Buffer => {
  const at = whole.indexOf(from);
  expect(at).toBeGreaterThan(0);
  expect(to).toHaveLength(from.length);
  const bytes = Buffer.from(whole);
  bytes.write(to, at);
  return bytes;
};
const withNumber = (at: number, value: number): Buffer => {
  const bytes = Buffer.from(whole);
  bytes.writeUInt32LE(value, at);
  return bytes;
};
const write = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

test('reads name, architecture, size, format and hash of a model', async () => {
  const path = join(folder, 'tiny.gguf');
  const { gpuLayers: _, ...facts } = writeTiny(path);
  expect(await readModel(path)).toEqual({ facts, dtype: 'quantized', source: { path } });
});

test('uses the format of most weights if the file does not declare one', async () => {
  const model = await readModel(write('unsaid.gguf', replaced('general.file_type', 'general.file_typo')));
  expect(model.facts.quantization).toBe('Q8_0');
});

/** A number of the metadata with its key. */
function entry(key: string, value: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(key.length));
  const number = Buffer.alloc(8);
  number.writeUInt32LE(4);
  number.writeUInt32LE(value, 4);
  return Buffer.concat([size, Buffer.from(key), number]);
}

/** Where the metadata begin, behind their number. */
const METADATA_AT = 24;

test('counts the experts that a token uses, of those that a mixture has', async () => {
  const entries = [entry('qwen2.expert_count', 8), entry('qwen2.expert_used_count', 2)];
  const added = Buffer.concat(entries);
  // The tensors stay aligned.
  const filler = entry('x'.repeat(32 + 32 - ((added.length + 16) % 32)), 0);
  const named = replaced('blk.0.ffn_gate.weight', 'blk.0.ffn_exps.weight');
  named.writeUInt32LE(named.readUInt32LE(METADATA_AT - 8) + entries.length + 1, METADATA_AT - 8);
  const bytes = [named.subarray(0, METADATA_AT), added, filler, named.subarray(METADATA_AT)];
  const { facts } = await readModel(write('experts.gguf', Buffer.concat(bytes)));
  const ofExperts = tiny.width * tiny.feedForward;
  expect(facts.activeParameters).toBe(facts.parameters - ofExperts + (2 / 8) * ofExperts);
});

test.each([
  ['no.gguf', Buffer.from('hello, world'), 'is not a GGUF file'],
  ['empty.gguf', Buffer.alloc(0), 'its header is incomplete'],
  ['header.gguf', whole.subarray(0, 900), 'its header is incomplete'],
  ['cut.gguf', whole.subarray(0, whole.length - 1000), `is truncated: it has ${whole.length - 1000} of`],
  ['old.gguf', withNumber(4, 1), 'is GGUF version 1, but llama.cpp reads versions 2 and 3'],
  ['huge.gguf', withNumber(12, 0x7fff_ffff), 'its header is incomplete'],
  ['vocabulary.gguf', replaced('tokenizer.ggml.model', 'tokenizer.ggml.modem'), 'has no vocabulary'],
  ['none.gguf', withoutVocabulary(whole), 'has no vocabulary'],
  ['tokens.gguf', replaced('tokenizer.ggml.tokens', 'tokenizer.ggml.tokenz'), 'has no vocabulary'],
  ['architecture.gguf', replaced('general.architecture', 'general.architectura'), 'declares no architecture'],
])('rejects %s with a one-line message', async (name, bytes, reason) => {
  const path = write(name, bytes);
  const refused = readModel(path);
  await expect(refused).rejects.toThrow(UnusableModelError);
  await expect(refused).rejects.toThrow(new RegExp(`^--model .*${name}: [^\\n]*${reason}[^\\n]*$`));
});

test('rejects a folder and a missing file', async () => {
  await expect(readModel(folder)).rejects.toThrow('is not a file');
  await expect(readModel(join(folder, 'nowhere.gguf'))).rejects.toThrow('there is no such file');
});
