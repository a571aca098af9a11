/** @file A small language model for tests, with every part of the large one and a vocabulary that llama.cpp accepts. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { LanguageModel } from '../../data/contract/cell.ts';
import { modelBytes } from '../language-model/generate.ts';
import { parametersOf, type Shape } from '../language-model/shape.ts';

export const tiny: Shape = {
  layers: 2,
  width: 128,
  feedForward: 256,
  heads: 2,
  keyHeads: 1,
  vocabulary: 512,
};

export const tinyBytes = (): Buffer =>
  Buffer.concat([...modelBytes('tiny', tiny, 'q8_0')].map((part) => Buffer.from(part)));

/** Writes the model and returns the `languageModel` of its cells. */
export function writeTiny(path: string, bytes: Buffer = tinyBytes()): LanguageModel {
  writeFileSync(path, bytes);
  return {
    name: 'tiny',
    quantization: 'Q8_0',
    parameters: parametersOf(tiny),
    activeParameters: null,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    generated: false,
    gpuLayers: 0,
  };
}

/** The same file with the vocabulary "no_vocab"; the description is shortened by four letters to keep the file size. */
export function withoutVocabulary(bytes: Buffer): Buffer {
  const description = bytes.indexOf('Random weights');
  const length = Number(bytes.readBigUInt64LE(description - 8));
  const kind = bytes.indexOf('gpt2');
  const string = (text: Buffer) => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([size, text]);
  };
  return Buffer.concat([
    bytes.subarray(0, description - 8),
    string(bytes.subarray(description, description + length - 4)),
    bytes.subarray(description + length, kind - 8),
    string(Buffer.from('no_vocab')),
    bytes.subarray(kind + 4),
  ]);
}
