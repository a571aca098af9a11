import { describe, expect, it } from 'vitest';
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import type { CellResult, CellValue } from '../results/cell-result.ts';
import { noColors } from '../text/colors.ts';
import { formatDuration, formatNumber } from '../text/format.ts';
import { formatChart } from './chart.ts';
import { type Ending, formatEnding, formatReport } from './report.ts';

const cell = sampleCell({ workload: 'vgg16-cifar100', recipe: 'naive', batchSize: 128 });
const value: CellValue = {
  metric: 'secondsPerEpoch',
  value: 431.5,
  unit: 's/epoch',
  spread: null,
  n: 1,
  speedup: 2,
  itemsPerSecond: 115.9,
  p90Ms: null,
  drift: null,
  peakMemory: { bytes: 3 * 2 ** 30, method: 'rss-peak' },
  energy: null,
  training: null,
  probe: false,
};
const result = (changes: Partial<Cell> = {}, values: Partial<CellValue> = {}): CellResult => {
  const mine = { ...cell, ...changes };
  return {
    id: cellId(mine),
    cell: mine,
    status: 'ok',
    reason: null,
    limit: null,
    needed: null,
    value: { ...value, ...values },
  };
};
const finished = result();
const inferred = (batchSize: number, itemsPerSecond: number, changes: Partial<Cell> = {}, probe = false) =>
  batchSize === 1
    ? result(
        { mode: 'infer', batchSize, ...changes },
        {
          metric: 'latencyMs',
          unit: 'ms',
          value: 1000 / itemsPerSecond,
          speedup: null,
          itemsPerSecond,
          p90Ms: 12.5,
        },
      )
    : result(
        { mode: 'infer', batchSize, ...changes },
        {
          metric: 'samplesPerSecond',
          unit: 'samples/s',
          value: itemsPerSecond,
          speedup: null,
          itemsPerSecond,
          probe,
        },
      );
const software = { ...cell, device: { ...cell.device, kind: 'gpu', software: true } } as const;
const gpu = { kind: 'gpu', api: 'vulkan', name: 'g', software: false } as const;

describe('formatReport', () => {
  it('shows value, throughput, memory and speedup, and a chart with its scale', () => {
    const text = formatReport([finished], 80);
    expect(text).toContain('tfjs-wasm on cpu (x)');
    expect(text).toMatch(/Training +recipe +batch +s\/epoch +samples\/s +i7-8700/);
    expect(text).toMatch(/vgg16-cifar100 +naive +128 +431\.5 +115\.9 +2x/);
    expect(text).toMatch(/vgg16-cifar100 +train +naive +128 +3 GiB/);
    expect(text).toContain('Times faster than the i7-8700 (1x; log scale)');
    expect(text).not.toMatch(/spread|watts|Last repetition/);
  });

  it('shows the spread of several repetitions, and the drift between the first and the last', () => {
    const repeated = result({}, { spread: 0.0123, n: 3, drift: 0.062 });
    expect(formatReport([repeated], 80)).toMatch(/±1\.2% of 3/);
    expect(formatReport([repeated], 80)).toContain(`${finished.id.replace('/float32', '')}: 6 % slower`);
    expect(formatReport([result({}, { n: 3, drift: -0.04 })], 80)).not.toContain('Last repetition');
    expect(formatReport([result({}, { n: 3, drift: -0.2 })], 80)).toContain(': 20 % faster');
  });

  it('shows the energy if there is a power meter', () => {
    const energy = { watts: 61.23, joules: 26_420, per: 'epoch' } as const;
    expect(formatReport([result({}, { energy })], 80)).toMatch(/3 GiB +61\.2 +26420 J\/epoch/);
  });

  it('shows the best and the largest batch of a batch sweep, and why it ended', () => {
    const ended: CellResult = {
      ...inferred(128, 0),
      status: 'out-of-memory',
      reason: 'the GPU has 8 GiB',
      value: null,
    };
    const text = formatReport(
      [inferred(1, 80), inferred(16, 300), inferred(32, 310), inferred(64, 400, {}, true), ended],
      80,
    );
    expect(text).toMatch(/vgg16-cifar100 +naive +12\.5 +12\.5/);
    expect(text).toMatch(/Peak throughput +recipe +samples\/s +at batch +largest +batches/);
    expect(text).toMatch(/vgg16-cifar100 +naive +310 +32 +64 +4/);
    expect(text).toContain('vgg16-cifar100: batch 128: the GPU has 8 GiB');
    expect(text).toMatch(
      /Throughput of forward passes +recipe +batch +samples\/s\nvgg16-cifar100 +naive +32 +310\n/,
    );
  });

  it('shows the epochs and the data of training to a target', () => {
    const training = { target: 0.985, epochs: 4, runs: 1, reached: 1, dataSource: 'generated' } as const;
    const trained = result(
      { mode: 'converge' },
      { metric: 'secondsToTarget', value: 48.9, speedup: null, training },
    );
    expect(formatReport([trained], 80)).toMatch(/vgg16-cifar100 +naive +128 +48\.9 +4 +98\.5 % +generated\n/);
  });

  it('shows how the time scales with the length at a constant number of tokens', () => {
    const lengths = [128, 256, 512].map((sequenceLength) =>
      inferred(8192 / sequenceLength, 1e6 / sequenceLength ** 2, { workload: 'attention', sequenceLength }),
    );
    expect(formatReport(lengths, 80)).toMatch(/attention +infer +naive +128 to 512 +2\.00 +1\.000/);
  });

  it('compares the devices and the recipes of this machine', () => {
    const onGpu = result({ device: gpu }, { value: 43.15 });
    const optimized = result({ recipe: 'optimized', batchSize: 256 }, { value: 215.75 });
    const half = result({ recipe: 'optimized', batchSize: 256, dtype: 'bfloat16' }, { value: 71.9 });
    const elsewhere = result({ device: gpu, engine: 'tfjs-webgpu' }, { value: 1 });
    const text = formatReport([finished, onGpu, optimized, half, elsewhere], 80);
    expect(text).toContain('GPU over CPU, times faster\n  vgg16-cifar100 (tfjs-wasm): train naive 10x\n');
    expect(text).toMatch(/Optimized over naive.*\n {2}vgg16-cifar100 \(tfjs-wasm\): train cpu 2x\n/);
    expect(text).toMatch(/Half precision.*\n {2}vgg16-cifar100 \(tfjs-wasm\): train cpu bfloat16 3x/);
  });

  it('compares only the best batches of two batch sweeps', () => {
    const rates: [number, number][] = [
      [1, 10],
      [2, 19],
      [32, 100],
      [64, 120],
    ];
    const onGpu = rates.map(([batch, rate]) => inferred(batch, 3 * rate, { device: gpu }));
    const text = formatReport([...rates.map(([batch, rate]) => inferred(batch, rate)), ...onGpu], 80);
    expect(text).toContain(
      'vgg16-cifar100 (tfjs-wasm): infer 1 naive 3x, infer 32 naive 3x,\n    infer best batch naive 3x',
    );
  });

  it('labels a software GPU and groups unmeasured cells by reason', () => {
    const failed = (id: string): CellResult => ({
      ...finished,
      id,
      status: 'timeout',
      reason: 'no result',
      value: null,
    });
    const text = formatReport([{ ...finished, cell: software }, failed('one'), failed('other')], 80);
    expect(text).toContain('tfjs-wasm on software gpu');
    expect(text).toContain('  timeout: no result\n    one\n    other');
  });

  it.each([
    ['out-of-memory', 'out of memory: it needs 20 GB', 'out of memory: it needs 20 GB'],
    ['unsupported', 'float16 is not supported: x', 'float16 is not supported: x'],
    ['failed', 'it broke', 'failed: it broke'],
  ] as const)('says once that a cell is %s', (status, reason, words) => {
    const text = formatReport([{ ...finished, status, reason, value: null }], 80);
    expect(text).toContain(`${finished.id}: ${words}`);
  });

  it('lists cells that were skipped to save time', () => {
    const reason =
      "it would take about 2 min, more than the quick preset's limit of 30 s per repetition; use --workload vgg16-cifar100 to measure it anyway";
    const leftOut = { status: 'skipped', limit: 'time', needed: 120e9, value: null } as const;
    const text = formatReport([{ ...finished, ...leftOut, reason }], 80);
    expect(text).toContain(`anyway\n  ${finished.id.replace('/float32', '')}: about 2 min`);
    expect(text).not.toContain('Not measured');
    const leftOutOf = (choice: Ending['choice']) =>
      formatReport([{ ...finished, ...leftOut, reason }], 80, noColors, choice);
    expect(leftOutOf({ timeBudgetMs: 60_000, workloads: ['vgg16-cifar100'] })).toContain(
      'Skipped to keep to the time budget; a longer --time-budget measures them\n',
    );
    expect(leftOutOf({ timeBudgetMs: null, workloads: ['vgg16-cifar100'] })).toContain(
      'Skipped to save time\n',
    );
    const ofSweep = { ...inferred(8, 100), ...leftOut, reason };
    expect(formatReport([ofSweep], 80)).not.toContain('Skipped to save time');
  });

  it('marks a wrong result and leaves it out of the chart', () => {
    const text = formatReport([{ ...finished, reason: 'computed a wrong result' }], 80);
    expect(text).toContain('(wrong)');
    expect(text).not.toContain('log scale');
  });

  it('stays within 80 columns', () => {
    const encoder = {
      workload: 'transformer-encoder',
      recipe: 'optimized',
      sequenceLength: 4096,
      languageModel: null,
    } as const;
    const long = {
      value: 12_345.6,
      itemsPerSecond: 12_345.6,
      spread: 0.123,
      n: 3,
      drift: 0.5,
      speedup: 0.0123,
    };
    const energy = { watts: 123.4, joules: 1234, per: '1000 samples' } as const;
    const text = formatReport(
      [
        result({ ...encoder, batchSize: 65_536 }, { ...long, energy }),
        ...[2, 4, 8, 1024].map((batch) => inferred(batch, 12_345, encoder)),
        ...[256, 512, 1024].map((n) =>
          inferred(8192 / n, 1e5 / n, {
            ...encoder,
            workload: 'attention',
            sequenceLength: n,
            languageModel: null,
          }),
        ),
      ],
      80,
    );
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe('the end of a run', () => {
  const folder = '/repository/data/submissions/suite-1';
  const ending = (change: Partial<Ending>): string =>
    formatEnding(
      {
        results: [finished],
        advice: [],
        choice: { timeBudgetMs: null, workloads: null },
        preset: 'quick',
        path: `${folder}/x.json`,
        rescued: null,
        again: null,
        acceptance: { status: 'accepted' },
        ...change,
      },
      { root: '/repository', stdout: { columns: 80 } as NodeJS.WriteStream },
    );

  it('explains how to publish a file by the place where it is', () => {
    expect(ending({})).toContain('`npm run ingest -- --check` checks it');
    for (const path of ['/repository/here/suite-1/x.json', '/elsewhere/suite-1/x.json']) {
      const text = ending({ path });
      expect(text).toContain(`Results: ${path}\nTo publish it, copy it to data/submissions/suite-1/`);
      expect(text).not.toContain('ingest');
    }
  });

  it('is not about publishing after a smoke run', () => {
    expect(ending({ preset: 'smoke' })).toMatch(/x\.json\nA smoke run is .* not for publishing\.\n$/);
  });

  it('sends to doctor only if nothing says why there is no value', () => {
    const failed: CellResult = { ...finished, status: 'failed', reason: 'it broke', value: null };
    expect(ending({ path: null, results: [failed] })).toMatch(/so no result file was written\.\n$/);
    expect(ending({ path: null, results: [] })).toMatch(/doctor` to find out why\.\n$/);
  });

  it('quotes what a shell would split in the command that resumes a run', () => {
    expect(ending({ again: ['--out', "it's here"] })).toContain(`npm run bench -- --out 'it'\\''s here'\n`);
  });
});

describe('formatChart', () => {
  it('fits the terminal and has a logarithmic axis', () => {
    const bars = [1, 10, 100].map((value) => ({ label: `v${value}`, value, text: `${value}x` }));
    const lines = formatChart('t', bars, 60).split('\n').slice(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    const lengths = lines.map((line) => line.match(/█/g)?.length ?? 0);
    expect(lengths[2]! - lengths[1]!).toBeCloseTo(lengths[1]! - lengths[0]!, -1);
    expect(lengths[0]).toBeGreaterThan(0);
    expect(lengths[2]).toBeGreaterThan(lengths[1]!);
  });
});

it.each([
  [0.0123456, '0.0123'],
  [12.345, '12.3'],
  [863, '863'],
  [1234.56, '1235'],
])('%d is shown as %s', (value, text) => expect(formatNumber(value)).toBe(text));

it.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [80_000, '1 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [6_000_000, '1 h 40 min'],
  [3_600_000, '1 h'],
])('%d ms are shown as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
