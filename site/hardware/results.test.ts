/** @file What the pages of hardware and machines compute from rows: results, the best, pairs, remarks, conditions. */
import { describe, expect, it } from 'vitest';
import type { Conditions, Machine } from '../../data/contract/submission.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { bestOf, bestWords } from './best.ts';
import { conditionFacts, machineFacts } from './conditions.ts';
import { listChips } from './listing.ts';
import { pairsOf } from './pairs.ts';
import { failuresOf, remarksOf } from './remarks.ts';
import { cut, resultsOf } from './results.ts';
import { runPaths } from './run-paths.ts';
import { shareLines } from './shares.ts';

const on = (id: string, value: number, machine = id) =>
  sampleRow({ id, value, speedup: 863 / value, machine: { id: machine, name: machine } });

describe('results of a chip', () => {
  it('of several machines are one line: the median with the range', () => {
    const [result] = resultsOf([on('a', 18), on('b', 20), on('c', 16)], ['vgg16-cifar100']);
    expect(result!.lines).toBe(1);
    expect(result!.settings[0]!.lines[0]).toMatchObject({
      value: 18,
      spread: { low: 16, high: 20 },
      best: { id: 'c' },
      ratio: 863 / 18,
    });
  });

  it('of one machine have its interval, and none for a single value', () => {
    const ci = { kind: '95%', low: 17, high: 19 } as const;
    const line = (row: ReturnType<typeof on>) => resultsOf([row], [])[0]!.settings[0]!.lines[0]!;
    expect(line({ ...on('a', 18), ci }).spread).toEqual(ci);
    expect(line(on('a', 18)).spread).toBeNull();
  });

  it('without a ratio have none', () => {
    const row = sampleRow({ speedup: null, baselineValue: null });
    expect(resultsOf([row], [])[0]!.settings[0]!.lines[0]!.ratio).toBeNull();
  });

  it('are cut to what a page holds, and the rest is counted', () => {
    const results = resultsOf(
      ['pytorch', 'tensorflow', 'jax'].map((engine) =>
        sampleRow({ id: engine, engine: engine as 'jax', engineName: engine }),
      ),
      [],
    );
    const { shown, left } = cut(results, 2);
    expect(shown[0]!.settings.flatMap(({ lines }) => lines)).toHaveLength(2);
    expect(left).toBe(1);
    expect(cut(results, 3)).toMatchObject({ left: 0 });
  });
});

describe('the best result of a workload', () => {
  it('is in training before inference, and by ratio before value', () => {
    const infer = sampleRow({ id: 'infer', mode: 'infer', speedup: 900 });
    const plain = sampleRow({ id: 'plain', value: 1, speedup: null });
    const [best] = bestOf([infer, plain, on('slow', 40), on('fast', 10)], 3);
    expect(best!.id).toBe('fast');
    expect(bestWords(best!, () => 'VGG16')).toBe('VGG16, training: 86.3x (10 s/epoch)');
  });

  it('is one of each workload, at most as many as asked for', () => {
    const rows = (['matmul', 'vgg16-cifar100', 'mnist-cnn'] as const).map((workload) =>
      sampleRow({ id: workload, workload }),
    );
    expect(bestOf(rows, 2).map(({ workload }) => workload)).toEqual(['vgg16-cifar100', 'matmul']);
  });
});

it('a GPU is compared with the CPU of its machine in pairs, by their median', () => {
  const rows = new Map([on('gpu', 10), on('gpu2', 12), on('cpu', 100)].map((row) => [row.id, row]));
  const ratio = (value: number, gpu: string) =>
    ({ workload: 'vgg16-cifar100', mode: 'train', value, rows: [gpu, 'cpu'], caveat: null }) as never;
  const [pairs] = pairsOf(
    [ratio(10, 'gpu'), ratio(8, 'gpu2'), ratio(99, 'gone')],
    (id) => rows.get(id) ?? null,
  );
  expect(pairs).toMatchObject({
    ratio: { low: 8, median: 9, high: 10, pairs: 2 },
    gpu: { id: 'gpu' },
    cpu: { id: 'cpu' },
  });
});

it('remarks and failures are said once, the most frequent first', () => {
  const flags = (...ids: string[]) =>
    sampleRow({ flags: ids.map((id) => ({ id: id as 'drift', text: id })) });
  expect(remarksOf([flags('drift'), flags('noisy', 'drift')])).toEqual([
    { text: 'Drift', count: 2 },
    { text: 'Noisy', count: 1 },
  ]);
  const gap = (reason: string) => ({ engine: 'jax', engineName: 'JAX', status: 'failed', reason }) as never;
  expect(failuresOf([gap('other'), gap('needs 3.1 GB'), gap('needs 12 GB')])).toEqual([
    { status: 'failed', engineName: 'JAX', reason: 'needs 3.1 to 12 GB', count: 2 },
    { status: 'failed', engineName: 'JAX', reason: 'other', count: 1 },
  ]);
});

it('where there are too many chips, every family keeps its most measured ones and counts the rest', () => {
  const chip = (name: string, results: number) =>
    ({ id: name, name, vendor: 'NVIDIA', kind: 'gpu', year: 2022, results }) as never;
  const chips = ['4060', '4070', '4080', '4090'].map((model, i) =>
    chip(`NVIDIA GeForce RTX ${model}`, i + 1),
  );
  const [vendor] = listChips([...chips, chip('NVIDIA GeForce RTX 3090', 9)], 2);
  expect(
    vendor!.families.map(({ name, chips: shown, left }) => [name, shown.map(({ results }) => results), left]),
  ).toEqual([
    ['GeForce RTX 30', [9], 0],
    ['GeForce RTX 40', [4], 3],
  ]);
});

it('runs are those of our own files, the newest first', () => {
  const of = (path: string) => ({ sources: [{ path, url: null, title: null }] }) as never;
  const paths = [
    'data/published/x.json',
    'data/submissions/s/a--2026-01-02--1.json',
    'data/submissions/s/b--2026-03-01--2.json',
  ];
  expect(runPaths(paths.map(of))).toEqual([paths[2], paths[1]]);
});

it('the share of an engine has its range where it has one', () => {
  const share = (low: number, high: number) => ({
    engine: 'pytorch',
    dtype: 'float32',
    works: 4,
    low,
    median: 0.9,
    high,
  });
  const shares = [
    {
      engine: 'jax',
      device: 'gpu',
      dtype: 'float32',
      devices: ['A'],
      sameDType: share(0.5, 1.2),
      otherDType: share(0.9, 0.9),
    },
  ];
  expect(shareLines(shares as never, 'jax').map((line) => line.share)).toEqual([
    '90 % (50 % to 120 %)',
    '90 %',
  ]);
  expect(shareLines(shares as never, 'mlx')).toEqual([]);
});

describe('conditions', () => {
  const unknown: Conditions = {
    powerSource: null,
    lowPowerMode: null,
    loadAverage: null,
    freeMemoryBytes: null,
    virtualisation: null,
    throttled: null,
    bookend: null,
    cpuLimit: null,
    cpuAffinity: null,
    memoryLimitBytes: null,
  } as Conditions;
  const facts = (change: Partial<Conditions>) =>
    Object.fromEntries(conditionFacts({ ...unknown, ...change }));

  it('that are not known are left out', () => {
    expect(conditionFacts(unknown)).toEqual([]);
  });

  it('are words', () => {
    expect(facts({ powerSource: 'battery', lowPowerMode: true, virtualisation: 'none' })).toEqual({
      Power: 'battery',
      'Low-power mode': 'on',
      Virtualization: 'none, bare metal',
    });
    expect(facts({ cpuLimit: 2.5, cpuAffinity: 4, memoryLimitBytes: 8 * 2 ** 30 }).Limits).toBe(
      '2.5 CPUs of time, bound to 4 logical processors, 8 GiB of memory',
    );
    expect(
      facts({ throttled: true, bookend: { size: 512, openingNs: 80, closingNs: 100 } as never }).Throttling,
    ).toBe('yes: a matrix product after the run had 80 % of the rate before it');
  });

  it('memory is in the unit in which it is sold, and equal GPUs are numbered', () => {
    const gpu = { name: 'A100', vendor: 'NVIDIA', vramBytes: 40 * 2 ** 30, driver: '570', cores: null };
    const cpu = { name: 'i7-8700', vendor: 'Intel', physicalCores: 6, logicalCores: 12, baseGHz: 3.2 };
    const machine = {
      os: { name: 'Ubuntu', version: '24.04', arch: 'x64' },
      cpu,
      gpus: [gpu, gpu],
      memoryBytes: 16 * 2 ** 30,
    };
    expect(machineFacts(machine as unknown as Machine)).toEqual([
      ['System', 'Ubuntu 24.04 x64'],
      ['CPU', 'i7-8700, 6 cores, 12 threads, 3.2 GHz'],
      ['GPU 0', 'A100, 40 GiB, driver 570'],
      ['GPU 1', 'A100, 40 GiB, driver 570'],
      ['Memory', '16 GiB'],
    ]);
  });
});
