import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../data/contract/cell.ts';
import type { Observed, Ok } from '../../../data/contract/outcome.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import { measurementsOf } from '../../candidates/measured.ts';
import { readSubmissions } from '../../read/read.ts';
import { checkedFactsOf, NOW } from '../../testing/check-samples.ts';
import { attention, converge, infer, llm, trained } from '../../testing/mode-samples.ts';
import { changed, cpu, gpu, machine, matmul, repetition, submission, vgg } from '../../testing/samples.ts';
import { checkFile } from '../index.ts';

const facts = (result: Result, change: Partial<Submission> = {}) =>
  checkedFactsOf(submission([result], change));
const good = { reject: [], flags: [], withheld: null };

describe('honest files', () => {
  it('of the repository contradict nothing, and nothing of them is held back', async () => {
    const { files } = await readSubmissions(join(import.meta.dirname, '../../../data/submissions'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const { measurements } = measurementsOf(file);
      const checked = checkFile({ file, measurements }, { nowMs: NOW });
      expect(checked.problems, file.path).toEqual([]);
      expect(
        measurements.flatMap((one) => checked.of(one).withheld ?? []),
        file.path,
      ).toEqual([]);
    }
  });

  it('of the quick test name neither the processor nor the API', () => {
    const results = [
      matmul(1, { engine: 'webgpu', device: { ...gpu, api: 'unknown', name: 'nvidia lovelace' } }),
      matmul(0.1, { engine: 'wasm', device: { ...cpu, name: 'hidden by the browser' } }),
    ].map((result) => changed(result, ({ repetitions }) => ({ repetitions: repetitions.slice(0, 1) })));
    const change: Partial<Submission> = {
      preset: 'quick',
      runner: { origin: 'browser', version: '0.1.0', commit: null, dirty: null, runtime: 'Chrome 156' },
      machine: {
        os: { platform: 'android', name: 'Android', version: null, arch: 'unknown' },
        cpu: null,
        gpus: [{ name: 'nvidia lovelace', vendor: 'NVIDIA', vramBytes: null, driver: null, cores: null }],
        memoryBytes: null,
      },
    };
    const both = submission(results, change);
    expect(checkedFactsOf(both, 0)).toMatchObject(good);
    expect(checkedFactsOf(both, 1)).toMatchObject(good);
  });
});

describe('versions', () => {
  const withVersion = (engineVersion: string, result = vgg(300)) =>
    facts(changed(result, () => ({ engineVersion })));

  it.each(['4.22', 'latest', '4.22.0 ', '4.22.0.1', '99', '4.22.0 (TensorFlow 2.21.0)'])(
    'of an engine have its form, unlike "%s"',
    (engineVersion) => {
      expect(withVersion(engineVersion).reject).toContainEqual(
        expect.stringMatching(/does not have the form in which tfjs-wasm reports its version; measure again/),
      );
    },
  );

  it('are refused before the first and have a flag after the newest', () => {
    expect(withVersion('4.21.0').reject).toEqual([expect.stringContaining('is older than 4.22.0')]);
    expect(withVersion('4.22.0')).toMatchObject(good);
    expect(withVersion('4.30.0')).toMatchObject({ ...good, flags: ['engine-version'] });
  });

  it.each([
    ['pytorch', 'cuda', '2.13.0+cpu', /names no GPU's interface, which does not compute .* "cuda"; measure/],
    ['pytorch', 'cuda', '2.9.0+rocm6.4 (HIP 6.4.43482-0f2d60242)', /a build for HIP, which does not/],
    ['pytorch', 'metal', '2.11.0+cu130 (CUDA 13.0)', /a build for CUDA, which does not .* "metal"/],
    ['tensorflow', 'cuda', '2.21.0 (Keras 3.15.1)', /names no GPU's interface/],
    ['jax', 'cuda', '0.10.2', /names no GPU's interface/],
    ['mlx', 'metal', '0.32.4 (cuda)', /a build for cuda/],
    ['mlx', 'cuda', '0.32.4 (CPU)', /a build for CPU/],
    ['pytorch', 'cuda', '1.13.1 (CUDA 11.7)', /is older than 2\.0\.0, the oldest that Trainmark runs/],
  ] as const)('of %s that computes through %s are of such a build, not %s', (engine, api, version, text) => {
    const device: Device = { ...gpu, api, ...(api === 'metal' ? { name: 'Apple M4' } : {}) };
    const run = changed(matmul(0.3, { engine, device }), () => ({ engineVersion: version }));
    const { reject } = facts(run);
    expect(reject.filter((one) => one.includes('engine-version'))).toEqual([expect.stringMatching(text)]);
    const usual = facts(matmul(0.3, { engine, device })).reject;
    expect(usual.filter((one) => one.includes('engine-version'))).toEqual([]);
  });

  it.each([
    ['pytorch', '2.13.0+cpu'],
    ['pytorch', '2.11.0+cu130 (CUDA 13.0)'],
    ['pytorch', '2.6.0a0+ecf3bae40a.nv25.01 (CUDA 12.8)'],
    ['pytorch', '2.9.0+rocm6.4 (HIP 6.4.43482-0f2d60242)'],
    ['pytorch', '2.12.1'],
    ['tensorflow', '2.18.1 (Keras 3.8.0)'],
    ['tensorflow', '2.21.0 (Keras 3.15.1, CUDA 12.5.1)'],
    ['mlx', '0.32.4 (cuda)'],
    ['jax', '0.10.2 (CUDA 13.0)'],
    ['jax', '0.4.38'],
    ['tfjs-node', '4.22.0 (TensorFlow 2.21.0)'],
    ['webgpu', '2'],
  ] as const)('of %s have the form %s', (engine, engineVersion) => {
    const run = changed(matmul(0.3, { engine }), () => ({ engineVersion }));
    expect(facts(run).texts.filter((text) => text.includes('newer'))).toEqual([]);
    expect(facts(run).reject.filter((text) => text.includes('engine-version'))).toEqual([]);
  });

  it('of the runner are not newer than that of ingest, and have its form', () => {
    const runner = submission([]).runner;
    const [major] = packageFile.version.split('.');
    const rejections = (change: Partial<Submission['runner']>) =>
      facts(vgg(300), { runner: { ...runner, ...change } }).reject;
    expect(rejections({ version: packageFile.version })).toEqual([]);
    expect(rejections({ version: `${Number(major) + 1}.0.0` })).toEqual([
      expect.stringMatching(/^file: runner\.version .* is newer than .*; update Trainmark/),
    ]);
    expect(rejections({ version: '0.0.9' })).toEqual([
      expect.stringContaining('runner.version 0.0.9 is older than 0.1.0, the first; measure again'),
    ]);
    expect(rejections({ runtime: 'Node 18.20.4' })).toEqual([
      expect.stringContaining('"Node 18.20.4", but Trainmark needs Node 20 or newer; measure again'),
    ]);
    expect(rejections({ version: 'best' })).toContainEqual(
      expect.stringContaining('must be a version of Trainmark'),
    );
    expect(rejections({ runtime: 'Chrome 156' })).toEqual([
      expect.stringContaining('runner.runtime: is "Chrome 156"'),
    ]);
  });
});

describe('the preset', () => {
  const withRepetitions = (count: number, change: Partial<Submission> = {}) =>
    facts(
      changed(vgg(300), () => ({
        repetitions: Array.from({ length: count }, (_, runIndex) => repetition(1.53e9, 256, runIndex)),
      })),
      change,
    );

  it('limits the repetitions of a cell, and fewer have a flag', () => {
    expect(withRepetitions(3)).toMatchObject(good);
    expect(withRepetitions(4).reject).toEqual([
      expect.stringContaining('4 repetitions are more than the 3 of the preset standard'),
    ]);
    expect(withRepetitions(3, { preset: 'quick' }).reject).toEqual([
      expect.stringContaining('3 repetitions are more than the 1 of the preset quick'),
    ]);
    expect(withRepetitions(2)).toMatchObject({ ...good, flags: ['preset-repetitions'] });
  });
});

describe('the sizes of a cell', () => {
  it.each([
    [
      vgg(300, { sequenceLength: 128 }),
      /cell\.sequenceLength: is 128, but vgg16-cifar100 \(train\) has none/,
    ],
    [vgg(300, { size: 128 }), /cell\.size: is 128, but vgg16-cifar100 \(train\) has none/],
    [infer(100, 32, { size: 128 }), /cell\.size: is 128, but vgg16-cifar100 \(infer\) has none/],
    [matmul(0.3, { sequenceLength: 5 }), /cell\.sequenceLength: is 5, but matmul \(op\) has none/],
    [matmul(0.3, { batchSize: 1 }), /cell\.batchSize: is 1, but matmul \(op\) has none/],
    [llm('prompt', 900, { batchSize: 1 }), /cell\.batchSize: is 1, but llm \(prompt\) has none/],
  ])('are those of its workload: %#', (result, text) => {
    expect(facts(result).reject).toEqual([expect.stringMatching(text)]);
  });

  it('are complete', () => {
    const result = infer(100, 1, { workload: 'transformer-encoder', sequenceLength: null });
    expect(facts(result).reject).toEqual([
      expect.stringContaining('cell.sequenceLength: is null, but transformer-encoder (infer) needs one'),
    ]);
  });
});

describe('the settings that were observed', () => {
  it.each([
    [{ simd: 1 }, 'simd is 1, not true or false; measure again'],
    [{ kernelMs: 'auto' }, 'kernelMs is auto, not a number'],
    [{ dispatches: -1 }, 'dispatches is -1, but nothing that is observed is below 0'],
    [{ kernelShare: 1.5 }, 'kernelShare is 1.5, more than the whole'],
    [{ 'share.convolution': 7 }, 'share.convolution is 7, more than the whole'],
  ])('have the values of their kind, unlike %j', (observed, text) => {
    expect(facts(changed(matmul(0.3), () => ({ observed }))).reject).toEqual([expect.stringContaining(text)]);
  });

  it('tell TensorFloat-32 from float32 on a GPU', () => {
    const on = { device: { ...gpu, api: 'cuda' }, size: 4096 } as const;
    const allowed = (tf32: boolean) => facts(changed(matmul(10, on), () => ({ observed: { tf32 } })));
    expect(allowed(false)).toMatchObject(good);
    expect(allowed(true)).toMatchObject({
      ...good,
      flags: ['p16-precision'],
      withheld: expect.stringContaining('TensorFloat-32 switched on'),
    });
  });
});

describe('the items of a sample', () => {
  const withItems = (result: Result, itemsPerSample: number) =>
    facts(
      changed(result, ({ repetitions }) => ({
        repetitions: repetitions.map((one) => ({ ...one, itemsPerSample })),
      })),
    );

  it('are whole passes that a sample has time for', () => {
    expect(withItems(attention(256, 0.1), 40).reject).toEqual([
      expect.stringContaining('one sample covers 40 items, no multiple of the batch 32'),
    ]);
    // 320 ms for each sample: the runner joins no passes.
    expect(withItems(infer(100, 32), 16 * 32).withheld).toMatch(
      /16 passes in each sample took at least 3[12]\d ms/,
    );
    expect(withItems(infer(1000, 32), 2 * 32).withheld).toBeNull();
    expect(withItems(infer(1000, 32, { recipe: 'naive' }), 64).reject).toEqual([
      expect.stringContaining('but the naive recipe times each'),
    ]);
  });

  it('are all training samples in an epoch to a target', () => {
    const runs = (items: number) =>
      [0, 1, 2].map((i) => ({ ...trained([0.9, 0.99], i), itemsPerSample: items }));
    expect(facts(converge(runs(60_000))).reject).toEqual([]);
    expect(facts(converge(runs(30_000))).reject[0]).toContain(
      'one epoch covers 30000 samples, not the 60000',
    );
  });
});

describe('what was observed', () => {
  const withObserved = (observed: Observed, result = vgg(300)) =>
    facts(changed(result, () => ({ observed })));

  it.each([
    [{ parameters: 34_006_948, threads: 12, matmulBits: 24 }, null],
    [{ parameters: 1000 }, 'the net had 1000 parameters, but vgg16-cifar100 has 34006948'],
    [{ threads: 13 }, 'threads is 13, but the machine has 12 logical processors'],
    [{ threads: 0 }, 'threads is 0'],
    [{ interOpThreads: 13 }, 'interOpThreads is 13'],
    [{ interOpThreads: 0 }, null],
    [{ matmulBits: 240 }, 'matmulBits is 240, but the runner counts 1 to 24 bits'],
    [{ convolutionBits: 'auto' }, 'convolutionBits is auto'],
    [{ gpu: 'cuda' }, '"gpu" is "cuda", but the cell computes on "none"'],
  ] as [Observed, string | null][])('%o: %s', (observed, text) => {
    expect(withObserved(observed).reject).toEqual(text === null ? [] : [expect.stringContaining(text)]);
  });

  it('agrees with the layers on the GPU and with the build', () => {
    const layers = withObserved({ gpuLayers: 12 }, llm('prompt', 900));
    expect(layers.reject).toEqual([
      expect.stringContaining('12 layers were on the GPU, but the cell puts 0 there'),
    ]);
    const device = { ...gpu, api: 'cuda' } as const;
    const version: Partial<Ok> = {
      engineVersion: '4.22.0 (TensorFlow 2.21.0)',
      observed: { cudaBuild: false },
    };
    const build = facts(changed(matmul(1, { engine: 'tfjs-node', device }), () => version));
    expect(build.reject).toEqual([expect.stringContaining('"cudaBuild" is false')]);
  });

  it('holds back float32 that kept 8 bits', () => {
    expect(withObserved({ matmulBits: 8 })).toMatchObject({ reject: [], flags: ['p16-precision'] });
    expect(withObserved({ matmulBits: 8 }).withheld).not.toBeNull();
  });
});

describe('limits', () => {
  it('lie within the machine', () => {
    const conditions = submission([]).conditions;
    const rejections = (change: Partial<Submission>) => facts(vgg(300), change).reject;
    expect(rejections({ conditions: { ...conditions, cpuAffinity: 13 } })).toEqual([
      'conditions.cpuAffinity: is 13, more than the 12 of the machine; measure again (machine-limits)',
    ]);
    expect(rejections({ conditions: { ...conditions, freeMemoryBytes: 1e12 } })).toHaveLength(1);
    const cpu = { ...machine.cpu!, physicalCores: 24 };
    expect(rejections({ machine: { ...machine, cpu } })).toHaveLength(1);
  });

  it('hold for the processors of a load', () => {
    const load = { wallNs: 1e9, processors: 64, workerCpuNs: 1, foreignCpuNs: 0, foreignGpuShare: null };
    const loaded = changed(vgg(300), ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, load })),
    }));
    expect(facts(loaded).reject).toEqual([
      expect.stringContaining('64 processors were measured, but the machine has 12'),
    ]);
  });
});
