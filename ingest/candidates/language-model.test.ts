import { describe, expect, it } from 'vitest';
import type { Result } from '../../data/contract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { llm, smallModel } from '../testing/mode-samples.ts';
import { baselineNaming, changed, file, gpu, submission, vgg, vggCell } from '../testing/samples.ts';

const NOW = Date.parse('2026-12-01');
const parse = (results: Result[]) => toLeaderboard([file(submission(results))], [], NOW);
function board(results: Result[]) {
  const parsed = parse(results);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
const problems = (result: Result) => {
  const parsed = parse([result]);
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field} ${message}`);
};
/** Rows of a file that baseline.json names. */
function rowsOfBaseline(results: Result[]) {
  const one = file(submission(results));
  const parsed = toLeaderboard([one], [], NOW, baselineNaming(one));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rows;
}
const onGpu = { device: gpu };

describe('rows of language models', () => {
  it('are ranked only against the same file, whatever its name', () => {
    const { rows } = board([
      llm('generate', 60),
      llm(
        'generate',
        300,
        { device: { ...gpu, api: 'cuda' }, engine: 'mlx-lm' },
        { name: 'Qwen 0.5B under another name' },
      ),
      llm('generate', 200, onGpu, { sha256: '5b'.repeat(32) }),
      llm('prompt', 900),
    ]);
    expect(rows.map(({ mode, engine, unit, rank }) => [mode, engine, unit, rank])).toEqual([
      ['generate', 'mlx-lm', 'tokens/s', 1],
      ['generate', 'llama.cpp', 'tokens/s', 2],
      ['generate', 'llama.cpp', 'tokens/s', 1],
      ['prompt', 'llama.cpp', 'tokens/s', 1],
    ]);
    expect(new Set(rows.map(({ comparisonKey }) => comparisonKey)).size).toBe(3);
    expect(rows[1]?.comparisonKey).toBe(
      `suite-1 | llm | generate | tokensPerSecond | optimized | quantized | length 128 | sha256 ${'4a'.repeat(32)}`,
    );
  });

  it('have different ids for all layers on the GPU, some, and none', () => {
    const { rows } = board([
      llm('generate', 60),
      llm('generate', 300, onGpu),
      llm('generate', 120, onGpu, { gpuLayers: 12 }),
    ]);
    expect(rows.map(({ id }) => id.split('.optimized.')[1])).toEqual([
      'quantized.length128.q4-0.4a4a4a4a4a4a',
      'quantized.length128.q4-0.4a4a4a4a4a4a.layers12',
      'quantized.length128.q4-0.4a4a4a4a4a4a',
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect(rows.map(({ languageModel }) => languageModel?.gpuLayers)).toEqual([null, 12, 0]);
  });

  it('are compared with the i7-8700 on the same file and have no utilization', () => {
    const other = { sha256: '5b'.repeat(32) };
    const rows = rowsOfBaseline([
      llm('generate', 60),
      llm('generate', 300, onGpu),
      llm('generate', 100, onGpu, other),
      llm('prompt', 3000, { ...onGpu, dtype: 'float16' }, other),
    ]);
    const speedups = rows.map(({ speedup, speedupReason }) => speedupReason ?? Math.round(speedup!));
    expect(speedups.toSorted()).toEqual([
      1,
      5,
      'The Intel Core i7-8700 has no value for this model file and mode yet.',
      'The Intel Core i7-8700 has no value for this model file and mode yet.',
    ]);
    expect(rows.every(({ utilization }) => utilization === null)).toBe(true);
  });

  it('have a ratio of GPU over CPU, with a caveat if only some layers are on the GPU', () => {
    const { ratios } = board([
      llm('generate', 60),
      llm('generate', 300, onGpu),
      llm('generate', 120, onGpu, { gpuLayers: 12 }),
      llm('generate', 900, onGpu, { sha256: '5b'.repeat(32) }),
    ]);
    expect(ratios.map(({ kind, value, caveat }) => [kind, Math.round(value), caveat])).toEqual([
      ['gpu-over-cpu', 5, null],
      ['gpu-over-cpu', 2, 'The GPU computes only 12 of the layers, and the CPU the rest.'],
    ]);
  });

  it('say what the next token was compared with, if anything', () => {
    const why = 'llama-bench times itself and shows no output';
    const unchecked = changed(llm('prompt', 900), () => ({
      engineVersion: 'llama-bench 5163 (8cf427ff)',
      check: { kind: 'none', why, maxRelativeError: null, passed: null },
    }));
    const { rows } = board([llm('generate', 60), unchecked, changed(vgg(300), () => ({}))]);
    expect(rows.map(({ check }) => check?.kind)).toEqual(['loss-trajectory', 'next-token', 'none']);
    expect(rows[1]).toMatchObject({
      check: { against: 'reference', maxRelativeError: 0.004, tolerance: 0.12, why: null },
      flags: [],
    });
    expect(rows[2]).toMatchObject({
      rank: 1,
      check: { against: null, why },
      flags: [{ id: 'unchecked', text: `The result was not checked: ${why}.` }],
    });
  });
});

describe('contradictory cells', () => {
  it.each([
    [
      { languageModel: null },
      'results.0.cell.languageModel is null; add the model, because tokens per second depend on it',
    ],
    [
      { sequenceLength: null },
      'results.0.cell.sequenceLength is null; add the number of tokens of the prompt or the generation',
    ],
    [{ mode: 'train' }, 'results.0.cell.mode is "train", which llm does not have; use prompt or generate'],
  ] as const)('of a language model: %j', (change, problem) => {
    const result = llm('generate', 60);
    expect(problems({ ...result, cell: { ...result.cell, ...change } })).toEqual([problem]);
  });

  it.each([
    [
      { languageModel: smallModel },
      'results.0.cell.languageModel is set, but mode "train" does not use one; write null',
    ],
    [
      { dtype: 'quantized' },
      'results.0.cell.dtype is "quantized", which is for language models only; use another dtype',
    ],
    [
      { mode: 'prompt' },
      'results.0.cell.mode is "prompt", which vgg16-cifar100 does not have; use train or infer or converge',
    ],
  ] as const)('of a net: %j', (change, problem) => {
    expect(problems({ ...vgg(300), cell: { ...vggCell, ...change } })).toEqual([problem]);
  });
});
