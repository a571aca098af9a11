/** @file The generated model file is byte-identical on every machine. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bits, streamKey } from '../models/generator.ts';
import { tiny } from '../testing/tiny-language-model.ts';
import { bytesOf, sizeOf } from './fill.ts';
import { modelBytes } from './generate.ts';
import { GENERATED_NAME, generatedModels } from './generated.ts';
import references from './references.json' with { type: 'json' };
import { parametersOf, qwen25Half, type Shape, type Tensor, tensorsOf } from './shape.ts';

function digest(shape: Shape, format: 'q4_0' | 'q8_0') {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const piece of modelBytes(shape === qwen25Half ? GENERATED_NAME : 'tiny', shape, format)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

test('a small shape generates these exact bytes', () => {
  expect(digest(tiny, 'q4_0')).toEqual({
    bytes: 218_464,
    sha256: 'ca14de46ad32dc5353a241e5d5d1ebd1180936b9b85f23c7747409b5f9948d79',
  });
  expect(digest(tiny, 'q8_0')).toEqual({
    bytes: 398_688,
    sha256: '2fe1b14317f3062462750f39a2ab4efddffa72aab6b8739a5999ce3f88cb2e53',
  });
});

test('the measured model matches the size and hash in the repository', () => {
  const { bytes, sha256 } = generatedModels.q4_0.facts;
  expect(digest(qwen25Half, 'q4_0')).toEqual({ bytes, sha256 });
});

test('the model has the shape of Qwen2.5-0.5B', () => {
  expect(parametersOf(qwen25Half)).toBe(494_032_768);
  for (const format of ['q4_0', 'q8_0'] as const) {
    const tensors = tensorsOf(qwen25Half, format);
    expect(tensors).toHaveLength(24 * 12 + 2);
    const { bytes } = generatedModels[format].facts;
    const weights = tensors.reduce((sum, tensor) => sum + sizeOf(tensor, format), 0);
    expect(bytes - weights).toBeGreaterThan(0);
    expect((bytes - weights) / bytes).toBeLessThan(0.02);
  }
});

test('there are references for exactly these files', () => {
  expect(references.models.map(({ sha256 }) => sha256)).toEqual([
    generatedModels.q4_0.facts.sha256,
    generatedModels.q8_0.facts.sha256,
    digest(tiny, 'q4_0').sha256,
    digest(tiny, 'q8_0').sha256,
  ]);
});

test('a block is a signed scale and integer weights around zero', () => {
  const tensor: Tensor = { name: 'one', dims: [32, 1], fill: { kind: 'blocks', exponent: -8 } };
  const key = streamKey(1, 2);
  const [nibbles] = [...bytesOf(tensor, 'q4_0', key)];
  const view = new DataView(nibbles!.buffer, nibbles!.byteOffset, nibbles!.length);
  expect(nibbles).toHaveLength(18);
  expect(view.getUint16(0, true)).toBe((bits(key, 0) & 0x83ff) | (7 << 10));
  expect(view.getUint32(2, true)).toBe(bits(key, 1));
  const [bytes] = [...bytesOf(tensor, 'q8_0', key)];
  expect(bytes).toHaveLength(34);
  const signed = new Int8Array(bytes!.buffer, bytes!.byteOffset + 2, 32);
  const low = Array.from({ length: 4 }, (_, i) => ((bits(key, 1) >>> (8 * i)) & 0x7f) - 64);
  expect([...signed.slice(0, 4)]).toEqual(low);
});
