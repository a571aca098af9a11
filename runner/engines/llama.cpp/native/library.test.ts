/** @file Runs a tiny model through the real llama.cpp, if it is set up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runInWorker, withEngine } from '../../../../tests/engines.ts';
import { tinyBytes, withoutVocabulary, writeTiny } from '../../../testing/tiny-language-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-llama-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'tiny.gguf');
const languageModel = writeTiny(path);
const cell = {
  workload: 'llm',
  dtype: 'quantized',
  mode: 'generate',
  sequenceLength: 8,
  languageModel,
} as const;
const LIMIT_MS = 120_000;

/** Writes a damaged copy of the model, whose results are wrong as if a kernel had a bug. */
function damaged(name: string, damage: (bytes: Buffer) => void): string {
  const bytes = tinyBytes();
  damage(bytes);
  const place = join(folder, name);
  writeFileSync(place, bytes);
  return place;
}

await withEngine('llama.cpp', (working) => {
  test.each([
    ['prompt', 512],
    ['prompt', 700],
    ['generate', 8],
  ] as const)(
    '%s of %i tokens yields the probabilities of the reference',
    async (mode, tokens) => {
      const attempt = await runInWorker(
        working,
        { ...cell, mode, sequenceLength: tokens },
        { modelFile: path },
      );
      if (attempt.status !== 'ok') throw new Error(JSON.stringify(attempt));
      const { check, repetition, observed } = attempt.result;
      expect(check).toMatchObject({ kind: 'next-token', against: 'reference', positions: 4, passed: true });
      expect(check.maxRelativeError).toBeGreaterThan(0);
      expect(repetition).toMatchObject({ itemsPerSample: tokens, warmUpSteps: 1, convergence: null });
      expect(repetition.samplesNs).toHaveLength(2);
      expect(observed).toMatchObject({ gpu: 'none', gpuLayers: 0, batch: 512, cacheKeys: 'f16' });
      expect(observed.threads).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  test(
    'a model without a reference is compared with itself, token by token',
    async () => {
      const attempt = await runInWorker(
        working,
        {
          ...cell,
          mode: 'prompt',
          sequenceLength: 32,
          languageModel: { ...languageModel, sha256: '0'.repeat(64) },
        },
        { modelFile: path },
      );
      if (attempt.status !== 'ok') throw new Error(JSON.stringify(attempt));
      expect(attempt.result.check).toMatchObject({ kind: 'next-token', against: 'itself', passed: true });
    },
    LIMIT_MS,
  );

  test(
    'broken weights fail the check',
    async () => {
      const modelFile = damaged('broken.gguf', (bytes) => bytes.fill(0, bytes.length - 40_000));
      const attempt = await runInWorker(working, cell, { modelFile });
      if (attempt.status !== 'ok') throw new Error(JSON.stringify(attempt));
      expect(attempt.result.check).toMatchObject({ against: 'reference', passed: false });
    },
    LIMIT_MS,
  );

  test(
    'a file that llama.cpp rejects becomes an outcome with its error message',
    async () => {
      const modelFile = damaged('tensor.gguf', (bytes) =>
        bytes.write('blk.9', bytes.indexOf('blk.1.attn_q')),
      );
      const attempt = await runInWorker(working, cell, { modelFile });
      expect(attempt).toMatchObject({ status: 'failed', reason: expect.stringMatching(/blk\.1\.attn_q/) });
    },
    LIMIT_MS,
  );

  test(
    'a file that aborts the process also becomes an outcome',
    async () => {
      const modelFile = join(folder, 'no-vocabulary.gguf');
      writeFileSync(modelFile, withoutVocabulary(tinyBytes()));
      const attempt = await runInWorker(working, cell, { modelFile });
      expect(attempt).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(/^the worker was terminated by SIGABRT; last output: .*GGML_ASSERT/),
      });
    },
    LIMIT_MS,
  );
});
