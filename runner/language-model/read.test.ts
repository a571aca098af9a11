/** @file What a file says of itself, and in one line why it cannot be measured. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tinyBytes, withoutVocabulary, writeTiny } from '../testing/tiny-language-model.ts';
import { BadModel, readModel } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-gguf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const whole = tinyBytes();

/** The same length, so that every offset stays right. */
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

test('a model tells its name, architecture, size, format and hash', async () => {
  const path = join(folder, 'tiny.gguf');
  const { gpuLayers: _, ...facts } = writeTiny(path);
  expect(await readModel(path)).toEqual({ facts, dtype: 'quantized', source: { path } });
});

test('a file that does not say its format tells that of most weights', async () => {
  const model = await readModel(write('unsaid.gguf', replaced('general.file_type', 'general.file_typo')));
  expect(model.facts.quantization).toBe('Q8_0');
});

test.each([
  ['no.gguf', Buffer.from('hello, world'), 'is no GGUF file'],
  ['empty.gguf', Buffer.alloc(0), 'its head goes beyond its end'],
  ['head.gguf', whole.subarray(0, 900), 'its head goes beyond its end'],
  ['cut.gguf', whole.subarray(0, whole.length - 1000), `is cut off: it has ${whole.length - 1000} bytes of`],
  ['old.gguf', withNumber(4, 1), 'is GGUF of version 1, and llama.cpp reads 2 and 3'],
  ['huge.gguf', withNumber(12, 0x7fff_ffff), 'its head goes beyond its end'],
  ['vocabulary.gguf', replaced('tokenizer.ggml.model', 'tokenizer.ggml.modem'), 'has no vocabulary'],
  ['none.gguf', withoutVocabulary(whole), 'has no vocabulary'],
  ['tokens.gguf', replaced('tokenizer.ggml.tokens', 'tokenizer.ggml.tokenz'), 'has no vocabulary'],
  ['architecture.gguf', replaced('general.architecture', 'general.architectura'), 'names no architecture'],
])('%s is refused in one line', async (name, bytes, why) => {
  const path = write(name, bytes);
  const refused = readModel(path);
  await expect(refused).rejects.toThrow(BadModel);
  await expect(refused).rejects.toThrow(new RegExp(`^--model .*${name}: [^\\n]*${why}[^\\n]*$`));
});

test('what is no file is refused, too', async () => {
  await expect(readModel(folder)).rejects.toThrow('is no file');
  await expect(readModel(join(folder, 'nowhere.gguf'))).rejects.toThrow('there is no such file');
});
