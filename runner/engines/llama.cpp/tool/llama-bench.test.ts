/** @file Devices and output of llama-bench, and a whole repetition with a fake one. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Device } from '../../../../data/contract/cell.ts';
import { exactly, runInWorker } from '../../../../tests/engines.ts';
import { probeEngine } from '../../../supervise/supervise.ts';
import { engine as llamaCpp } from '../engine.ts';
import { findSource } from '../source.ts';
import { findLlamaBench, parseListed, parseRun } from './llama-bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-llama-bench-'));
const fake = join(folder, 'llama-bench');
const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const gpu: Device = { kind: 'gpu', api: 'cuda', name: 'NVIDIA GeForce RTX 3090', software: false };

/** Prints one entry like llama-bench of 2025 (tools/llama-bench/README.md of llama.cpp), with its arguments. */
const program = `#!${process.execPath}
const words = process.argv.slice(2);
const of = (name) => words[words.indexOf(name) + 1];
if (process.env.FAKE_LLAMA_BENCH === 'broken') { console.error('error: failed to load model'); process.exit(1); }
if (words.includes('--help')) console.log('usage: llama-bench [options]\\n --list-devices\\n -nopo, --no-op-offload <0|1>');
else if (words.includes('--list-devices'))
  console.log('Available devices:\\n  CUDA0: NVIDIA GeForce RTX 3090 (24268 MiB, 23000 MiB free)');
else if (process.env.FAKE_LLAMA_BENCH === 'silent') process.exit(0);
else console.log(JSON.stringify([{
  build_commit: '8cf427ff', build_number: 5163, cpu_info: 'AMD Ryzen 7', gpu_info: 'NVIDIA GeForce RTX 3090',
  backends: 'CUDA', model_filename: of('-m'), model_type: 'qwen2 0.5B Q4_0', model_size: 1, model_n_params: 2,
  n_batch: Number(of('-b')), n_ubatch: Number(of('-ub')), n_threads: Number(of('-t')), cpu_mask: '0x0',
  type_k: 'f16', type_v: 'f16', n_gpu_layers: Number(of('-ngl')), split_mode: 'layer', no_kv_offload: false,
  flash_attn: false, no_op_offload: of('-nopo') === '1', n_prompt: Number(of('-p')), n_gen: Number(of('-n')),
  n_depth: 0, test_time: '2026-01-01T00:00:00Z', avg_ns: 1, stddev_ns: 1, avg_ts: 1, stddev_ts: 1,
  samples_ns: Array.from({ length: Number(of('-r')) }, (_, i) => 70_000_000 + i), samples_ts: [],
  ...JSON.parse(process.env.FAKE_FIELDS ?? '{}'),
}]));
`;

beforeAll(() => {
  writeFileSync(fake, program);
  chmodSync(fake, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

test('the program of the variable takes precedence over the PATH', () => {
  expect(findLlamaBench({ PATH: `/nowhere:${folder}` })).toBe(process.platform === 'win32' ? null : fake);
  expect(findLlamaBench({ PATH: folder, TRAINMARK_LLAMA_BENCH: '/opt/llama-bench' })).toBe(
    '/opt/llama-bench',
  );
  expect(findLlamaBench({ PATH: '/nowhere' })).toBeNull();
  vi.stubEnv('TRAINMARK_LLAMA_BENCH', fake);
  expect(findSource()).toEqual({ kind: 'tool', path: fake });
});

test('devices are read with their API', () => {
  const said = `Available devices:
  CUDA0: NVIDIA GeForce RTX 3090 (24268 MiB, 23000 MiB free)
  Vulkan0: llvmpipe (LLVM 15.0.6, 256 bits) (15000 MiB, 15000 MiB free)
  BLAS: Accelerate (0 MiB, 0 MiB free)`;
  expect(parseListed(said)).toEqual([
    { id: 'CUDA0', device: gpu },
    {
      id: 'Vulkan0',
      device: { kind: 'gpu', api: 'vulkan', name: 'llvmpipe (LLVM 15.0.6, 256 bits)', software: true },
    },
  ]);
});

test.each([
  ['', 'llama-bench printed no JSON: (nothing)'],
  ['oops', 'llama-bench printed no JSON: oops'],
  ['[]', 'llama-bench did not print exactly one result'],
  ['[{"build_commit":"x"}]', 'llama-bench did not print exactly one result: 0.build_number'],
])('the output %j is reported in one line', (output, reason) => {
  expect(() => parseRun(output)).toThrow(reason);
});

describe('the result is found', () => {
  const entry = {
    ...{ build_commit: '0000000', build_number: 1, backends: 'Vulkan', n_batch: 512, n_ubatch: 512 },
    ...{ n_threads: 2, n_gpu_layers: 999, type_k: 'f16', type_v: 'f16', flash_attn: 1, n_prompt: 512 },
    ...{ n_gen: 0, samples_ns: [100, 110], devices: 'a "}" {b}' },
  };
  const json = JSON.stringify(entry);
  const log = 'ggml_vulkan: 0 = AMD Radeon RX 580 Series (RADV POLARIS10) (radv) | uma: 0 | {fp16: 0}';

  test.each([
    ['after lines of a log', `ggml_vulkan: Found 1 Vulkan devices:\n${log}\n[ ${json} ]\n`],
    ['before lines of a log', `[ ${json} ]\n${log}\n~llama_context: {"x" [1]\n`],
    ['among lines of a log', `[\n${log}\n[2026-01-01] loading {}\n  ${json}\n]\n`],
    [
      'over several lines',
      `${log}\r\n[\r\n${JSON.stringify(entry, null, 2).replaceAll('\n', '\r\n')}\r\n]\r\n`,
    ],
    ['after a byte order mark', `\uFEFF[${json}]`],
    ['after a byte order mark and a log', `\uFEFF${log}\n\uFEFF[${json}]`],
    ['beside objects of a log', `{"level":"info"}\n[${json}]\n{"level":"info"}`],
    ['in the colors of a terminal', `[\n\u001B[32m${json.replace(',', ',\u001B[0m\n')}\n]`],
    ['around lines of a log', `[\n${JSON.stringify(entry, null, 2).replace('\n', `\n${log}\n`)}\n]`],
    ['whatever the order of its fields', `[${json.replace('{', '{"model_filename":"C:\\\\{x",')}]`],
    ['on the line of a log', `done loading: [${json}] in 3 s`],
  ])('%s', (_, output) => expect(parseRun(output).samples_ns).toEqual([100, 110]));

  test('in a log of any size, without seconds of search', () => {
    // Quadratic search took 49 s for these braces.
    expect(parseRun(`${'x{'.repeat(20_000)}\n[${json}]`).samples_ns).toEqual([100, 110]);
  });

  test('but is not taken from two results, or from a log alone', () => {
    expect(() => parseRun(`[${json},\n${json}]`)).toThrow('did not print exactly one result, but 2');
    expect(() => parseRun(`[${json.slice(0, -9)}`)).toThrow('llama-bench printed no JSON');
    expect(() => parseRun(log)).toThrow('llama-bench printed no JSON: ggml_vulkan: 0 = AMD');
  });
});

describe('a repetition with llama-bench', () => {
  const languageModel = {
    name: 'm',
    quantization: 'Q4_0',
    parameters: 2,
    activeParameters: null,
    bytes: 1,
    generated: false,
    sha256: '0'.repeat(64),
    gpuLayers: null,
  };
  const run = (device: Device, mode: 'prompt' | 'generate', gpuLayers: number | null) =>
    runInWorker(
      { engine: llamaCpp, version: '', device },
      {
        workload: 'llm',
        dtype: 'quantized',
        mode,
        sequenceLength: mode === 'prompt' ? 512 : 128,
        languageModel: { ...languageModel, gpuLayers },
      },
      { modelFile: '/models/m.gguf', timing: { ...exactly(2), exactSamples: null, minSamples: 5 } },
    );

  test('finds its GPU', async () => {
    vi.stubEnv('TRAINMARK_LLAMA_BENCH', fake);
    const { signal } = new AbortController();
    expect(await probeEngine(llamaCpp, { deadlineMs: 60_000, signal })).toMatchObject({
      available: true,
      devices: [gpu, { kind: 'cpu' }],
    });
  });

  test.each([
    ['prompt', gpu, null, 999],
    ['prompt', gpu, 12, 12],
    ['generate', cpu, 0, 0],
  ] as const)(
    '%s keeps its samples, passes the layers and has no check',
    async (mode, device, layers, asked) => {
      vi.stubEnv('TRAINMARK_LLAMA_BENCH', fake);
      const attempt = await run(device, mode, layers);
      if (attempt.status !== 'ok') throw new Error(JSON.stringify(attempt));
      const { repetition, check, observed, engineVersion } = attempt.result;
      expect(engineVersion).toBe('llama-bench 5163 (8cf427ff)');
      expect(repetition).toMatchObject({
        itemsPerSample: mode === 'prompt' ? 512 : 128,
        samplesNs: [70_000_000, 70_000_001, 70_000_002, 70_000_003, 70_000_004],
        steady: true,
        warmUpSteps: 0,
      });
      expect(check).toMatchObject({ kind: 'none', passed: null });
      expect(observed).toMatchObject({
        gpuLayers: asked,
        batch: 512,
        microBatch: 512,
        flashAttention: false,
      });
      expect(observed.threads).toBeGreaterThan(0);
    },
  );

  test.each([
    [{ n_prompt: 256 }, 'with n_prompt 256, not 512'],
    [{ n_gen: 128 }, 'with n_gen 128, not 0'],
    [{ n_gpu_layers: 99 }, 'with n_gpu_layers 99, not 0'],
    [{ n_depth: 512 }, 'with n_depth 512, not 0'],
    [{ n_batch: 2048 }, 'with n_batch 2048, not 512'],
    [{ samples_ns: [1, 2] }, '2 times, not 5'],
  ])('%j is not what was asked for', async (fields, reason) => {
    vi.stubEnv('TRAINMARK_LLAMA_BENCH', fake);
    vi.stubEnv('FAKE_FIELDS', JSON.stringify(fields));
    expect(await run(cpu, 'prompt', 0)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining(`llama-bench measured ${reason}`),
    });
  });

  test.each([
    ['broken', /failed to load model/],
    ['silent', /printed no JSON/],
  ])('a %s llama-bench becomes an outcome', async (behavior, reason) => {
    vi.stubEnv('TRAINMARK_LLAMA_BENCH', fake);
    vi.stubEnv('FAKE_LLAMA_BENCH', behavior);
    expect(await run(cpu, 'prompt', 0)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(reason),
    });
  });
});
