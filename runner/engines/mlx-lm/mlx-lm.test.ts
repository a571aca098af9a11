import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { LanguageModel } from '../../../data/contract/cell.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { exactly, runInWorker, withEngine } from '../../../tests/engines.ts';
import { modelBytes } from '../../language-model/generate.ts';
import { generatedModels } from '../../language-model/generated.ts';
import { TOLERANCE } from '../../language-model/next-token.ts';
import { type Format, parametersOf, type Shape } from '../../language-model/shape.ts';
import { PROTOCOL_VERSION } from '../../protocol/messages.ts';
import { declare } from '../python/declaration.ts';
import { askPython, findPython } from '../python/testing/ask-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-mlx-lm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny: Shape = { layers: 2, width: 64, feedForward: 96, heads: 4, keyHeads: 2, vocabulary: 320 };

function write(shape: Shape, format: Format, cut = 0): string {
  const path = join(folder, `${format}-${shape.vocabulary}-${cut}.gguf`);
  // Each chunk is only valid until the next one is requested.
  const pieces: Buffer[] = [];
  for (const piece of modelBytes('tiny', shape, format)) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  writeFileSync(path, bytes.subarray(0, bytes.length - cut));
  return path;
}

await withEngine('mlx-lm', (working) => {
  const model: LanguageModel = {
    name: 'tiny',
    quantization: 'Q4_0',
    parameters: parametersOf(tiny),
    activeParameters: null,
    bytes: 1,
    sha256: '0'.repeat(64),
    generated: true,
    gpuLayers: working.device.kind === 'cpu' ? 0 : null,
  };
  const run = (
    mode: 'prompt' | 'generate',
    modelFile: string,
    facts: Partial<LanguageModel> = {},
    sequenceLength = 24,
  ) => {
    const languageModel = { ...model, ...facts };
    const cell = { workload: 'llm', mode, dtype: 'quantized', sequenceLength, languageModel } as const;
    return runInWorker(working, cell, { timing: exactly(2), modelFile });
  };

  describe('a repetition through the protocol', () => {
    test.each([
      ['prompt', 'q4_0'],
      ['generate', 'q8_0'],
    ] as const)('%s of a %s file', async (mode, format) => {
      const attempt = await run(mode, write(tiny, format), { quantization: format.toUpperCase() });
      expect(attempt).toMatchObject({
        status: 'ok',
        result: {
          check: { kind: 'next-token', against: 'itself', positions: 5, passed: true },
          repetition: { itemsPerSample: 24, samplesNs: { length: 2 } },
          observed: { matricesSpread: 0 },
        },
      });
    });

    test('a model other than that of the reference fails its check', async () => {
      const other = write({ ...tiny, layers: 1, width: 32, vocabulary: 151_936 }, 'q4_0');
      const attempt = await run('prompt', other, { sha256: generatedModels.q4_0.facts.sha256 }, 8);
      expect(attempt).toMatchObject({
        status: 'ok',
        result: { check: { kind: 'next-token', against: 'reference', passed: false } },
      });
    });

    test('a truncated file fails with the reason', async () => {
      const attempt = await run('prompt', write(tiny, 'q4_0', 2000));
      expect(attempt).toMatchObject({ status: 'failed', reason: expect.stringMatching(/end of the file/) });
    });

    test('a format that MLX would convert is not measured', async () => {
      const attempt = await run('prompt', write(tiny, 'q4_0'), { quantization: 'Q4_K_M' });
      expect(attempt).toMatchObject({ status: 'unsupported', reason: expect.stringMatching(/not Q4_K_M/) });
    });
  });

  describe('a reader that does less than it is asked for', () => {
    const kept = expect.stringMatching(/results are kept/);

    test.each([
      ['nothing', 'prompt', true],
      ['nothing', 'generate', true],
      ['a prompt that is cut', 'prompt', false],
      ['fewer tokens', 'generate', false],
      ['early exit', 'prompt', false],
      ['the cache of the last prompt', 'prompt', false],
      ['prompts read once', 'prompt', kept],
    ] as const)('%s: %s', async (fault, mode, found) => {
      const cell = sampleCell({
        engine: 'mlx-lm',
        device: working.device,
        workload: 'llm',
        mode,
        dtype: 'quantized',
        batchSize: null,
        sequenceLength: 48,
        languageModel: model,
      });
      const request = {
        type: 'run',
        protocol: PROTOCOL_VERSION,
        cell,
        timing: exactly(2),
        runIndex: 0,
        seed: 7,
        convergence: null,
        modelFile: write(tiny, 'q4_0'),
        declaration: declare({ cell, seed: 7 }),
      };
      const file = join(import.meta.dirname, 'fixtures.py');
      expect(await askPython(findPython('mlx-lm') as string, file, { fault, request })).toEqual(found);
    });
  });

  describe('probabilities compared with those of another program in float64', () => {
    const errorOf = (format: Format, atOnce: boolean, traditional = false) =>
      askPython(findPython('mlx-lm') as string, join(import.meta.dirname, 'fixtures.py'), {
        path: write(tiny, format),
        quantization: format.toUpperCase(),
        at_once: atOnce,
        traditional,
      });

    test.each([
      ['q4_0', true],
      ['q4_0', false],
      ['q8_0', true],
      ['q8_0', false],
    ] as const)('%s, read at once: %s', async (format, atOnce) => {
      expect(await errorOf(format, atOnce)).toBeLessThan(1e-3);
    });

    test('wrong rotary positions are detected', async () => {
      expect(await errorOf('q4_0', true, true)).toBeGreaterThan(TOLERANCE);
    });
  });
});
