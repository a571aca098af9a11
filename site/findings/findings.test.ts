import { describe, expect, it } from 'vitest';
import { workloads } from '../../data/catalogue/index.ts';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { shortName } from '../../data/derive/device-names.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { exampleScaling, sampleRow } from '../testing/sample-rows.ts';
import { attentionGrowth } from './attention.ts';
import { axisOfTable, laneSvg, ticksSvg } from './chart.ts';
import { trainingCost } from './cost.ts';
import { energyUse } from './energy.ts';
import { pairsOf } from './evidence.ts';
import type { Evidence } from './finding.ts';
import { findingsOf } from './findings.ts';
import { contestsOf, frameworks } from './frameworks.ts';
import { gpuGain } from './gpu-gain.ts';
import { halfPrecision } from './half.ts';
import { learning } from './learning.ts';
import { optimizing } from './optimizing.ts';
import { crossingsOf, smallNets } from './small-nets.ts';
import { tf32 } from './tf32.ts';

const none: Evidence = { rows: [], ratios: [], scalings: [], workloads };
const evidence = (changes: Partial<Evidence>): Evidence => ({ ...none, ...changes });

let next = 0;
/** Two rows of one machine and their ratio. */
function pair(
  kind: Ratio['kind'],
  value: number,
  one: Partial<NamedRow> = {},
  other: Partial<NamedRow> = {},
) {
  next += 1;
  const machine = { id: `pc-${next}`, name: 'PC' };
  const rows = [
    sampleRow({ value: 10, machine, ...one, id: `one-${next}` }),
    sampleRow({ value: 10 * value, machine, ...other, id: `other-${next}` }),
  ] as const;
  const ratio: Ratio = {
    kind,
    machine: machine.id,
    workload: rows[0].workload,
    mode: rows[0].mode,
    engine: rows[0].engine,
    value,
    rows: [rows[0].id, rows[1].id],
    caveat: null,
  };
  return { rows, ratio };
}

const together = (pairs: readonly ReturnType<typeof pair>[], others: Partial<Evidence> = {}): Evidence =>
  evidence({ rows: pairs.flatMap(({ rows }) => rows), ratios: pairs.map(({ ratio }) => ratio), ...others });

const cpu = { kind: 'cpu', device: { kind: 'cpu', api: 'none', name: 'CPU', software: false } } as const;
const gpuPair = (workload: NamedRow['workload'], value: number, change: Partial<NamedRow> = {}) =>
  pair('gpu-over-cpu', value, { workload, ...change }, { workload, ...change, ...cpu });

describe('evidence', () => {
  it('is not what is held back, emulated or disputed', () => {
    expect(isSound(sampleRow())).toBe(true);
    expect(isSound(sampleRow({ rankReason: 'Unknown hardware is shown, not ranked: x' }))).toBe(true);
    expect(isSound(sampleRow({ rankReason: 'Held back: impossible.' }))).toBe(false);
    expect(isSound(sampleRow({ trust: 'disputed' }))).toBe(false);
    expect(isSound(sampleRow({ kind: 'software' }))).toBe(false);
  });

  it('leaves out pairs with a side that is not sound', () => {
    const [good, bad] = [gpuPair('mnist-cnn', 2), gpuPair('mnist-cnn', 3, { trust: 'disputed' })];
    expect(pairsOf(together([good, bad]), 'gpu-over-cpu').map(({ ratio }) => ratio.value)).toEqual([2]);
    expect(pairsOf(together([good, bad]), 'half-over-float32')).toEqual([]);
  });
});

it('without data there is no finding', () => {
  expect(findingsOf(none)).toEqual([]);
});

describe('the gain of a GPU by the size of the net', () => {
  it('is said with its numbers if it grows', () => {
    const pairs = [
      gpuPair('mnist-cnn', 0.8),
      gpuPair('mnist-cnn', 1.2),
      gpuPair('vgg16-cifar100', 10),
      gpuPair('vgg16-cifar100', 20),
    ];
    const { title, conclusion, table } = gpuGain(together(pairs))!;
    expect(title).toBe('A GPU gains more, the larger the net');
    expect(conclusion[0]).toContain('0.800x to 1.20x the speed for MNIST CNN (2.79 million');
    expect(conclusion[0]).toContain('10.0x to 20.0x for VGG16 on CIFAR-100');
    expect(conclusion[1]).toContain('through 4 pairs on 4 machines');
    expect(table!.lines.map(({ cells }) => cells[0])).toEqual(['1.00x', '15.0x']);
  });

  it('is left open if it does not', () => {
    const pairs = [gpuPair('mnist-cnn', 12), gpuPair('vgg16-cifar100', 9)];
    expect(gpuGain(together(pairs))!.title).toBe('Whether a GPU gains more with larger nets is open');
    expect(gpuGain(together([gpuPair('mnist-cnn', 2)]))).toBeNull();
  });
});

describe('small nets', () => {
  it('names where the CPU wins, with size and batch', () => {
    const { title, conclusion } = smallNets(
      together([gpuPair('mnist-cnn', 0.8, { batchSize: 64 }), gpuPair('vgg16-cifar100', 8)]),
    )!;
    expect(title).toBe('A small net can train faster on the CPU');
    expect(conclusion[0]).toEqual(
      expect.stringMatching(
        /^In 1 of 2 pairs on 2 machines the CPU trains faster than the GPU: MNIST CNN, at a batch of 64\. The largest of these is MNIST CNN, at 2\.79 million multiply-accumulates a sample\. The smallest net that every GPU trains faster is VGG16 on CIFAR-100, at 332 million multiply-accumulates a sample\.$/,
      ),
    );
    expect(conclusion[1]).toContain('No machine has measured a sweep');
  });

  it('says so if no CPU wins', () => {
    expect(smallNets(together([gpuPair('mnist-cnn', 2)]))!.title).toBe('No CPU beats the GPU beside it');
  });

  it('finds the batch from which on a GPU is faster', () => {
    const ladder = (rates: number[]) =>
      rates.map((samplesPerSecond, index) => ({ batchSize: 2 ** index, samplesPerSecond }));
    const sweep = { metric: 'peakSamplesPerSecond', mode: 'infer', higherIsBetter: true } as const;
    const rows = [
      sampleRow({ ...sweep, id: 'a', ladder: ladder([1, 5, 20]) }),
      sampleRow({ ...sweep, ...cpu, id: 'b', ladder: ladder([4, 6, 8]) }),
    ];
    expect(crossingsOf(rows)).toMatchObject([{ batch: 4, smallest: 1, ever: true }]);
    const both = together([gpuPair('mnist-cnn', 2)]);
    expect(smallNets({ ...both, rows: [...both.rows, ...rows] })!.conclusion[1]).toBe(
      'In 1 batch sweep of inference on both devices of a machine, the GPU is faster: in 1 from a batch of 4 on.',
    );
  });
});

it('optimizing is said for each framework, with the slower cases and the batch', () => {
  const of = (engineName: string, value: number) =>
    pair(
      'optimized-over-naive',
      value,
      { engineName, batchSize: 256, recipe: 'optimized' },
      { engineName, batchSize: 64 },
    );
  const { conclusion, table } = optimizing(together([of('A', 3), of('A', 4), of('B', 0.9)]))!;
  expect(conclusion).toEqual([
    'Over 3 pairs on 3 machines, the optimized recipe trains 3.00x as fast as the naive one (median; 0.900x to 4.00x).',
    'The median is highest with A, GPU, published (3.50x) and lowest with B, GPU, published (0.900x).',
    'It is slower in 1 of 3 pairs.',
    'In all 3 pairs the optimized recipe also uses a larger batch, so an epoch has fewer updates, and the accuracy after it can be lower.',
  ]);
  expect(table!.lines.map(({ label }) => label)).toEqual(['A, GPU, published', 'B, GPU, published']);
});

describe('frameworks', () => {
  const row = (id: string, engine: NamedRow['engine'], value: number, change: Partial<NamedRow> = {}) =>
    sampleRow({ id, engine, engineName: engine.toUpperCase(), value, ...change });

  it('are compared in equal work on one device only', () => {
    const rows = [
      row('a', 'pytorch', 10),
      row('b', 'jax', 20, { device: { ...sampleRow().device, name: 'as another driver calls it' } }),
      row('c', 'mlx', 1, { machine: { id: 'other', name: 'Other' } }),
      row('d', 'webgpu', 1, { comparisonKey: 'other work' }),
    ];
    expect(contestsOf(rows)).toMatchObject([{ purpose: 'Training on an NVIDIA GPU', lead: 2, tied: false }]);
    expect(frameworks(evidence({ rows }))!.conclusion).toEqual([
      'Training on an NVIDIA GPU: PYTORCH is fastest in the only comparison with JAX, by 2.00x.',
    ]);
  });

  it('have no winner where intervals overlap', () => {
    const ci = { low: 9, high: 21, kind: 'range' } as const;
    const rows = [row('a', 'pytorch', 10, { ci }), row('b', 'jax', 20, { ci })];
    expect(frameworks(evidence({ rows }))!.conclusion).toEqual([
      'Training on an NVIDIA GPU: no engine is clearly first in 1 comparison of PYTORCH and JAX.',
    ]);
  });

  it('have no favorite where none wins most comparisons', () => {
    const rows = (['mlx', 'jax'] as const).flatMap((first, index) =>
      (['pytorch', first] as const).map((engine, place) =>
        row(`${first} ${engine}`, engine, place === index ? 10 : 20, { comparisonKey: `work ${index}` }),
      ),
    );
    expect(frameworks(evidence({ rows }))!.conclusion).toEqual([
      'Training on an NVIDIA GPU: no engine wins most of 2 comparisons of PYTORCH, MLX and JAX. Wins: PYTORCH 1 and JAX 1.',
    ]);
  });

  it('of published work that is not equal are said apart, with what differs', () => {
    const key = sampleRow().comparisonKey;
    const rows = [
      row('a', 'mlx', 2, { accuracy: 0.9, comparisonKey: `${key} | SGD` }),
      row('b', 'tensorflow', 8, { accuracy: 0.8, comparisonKey: `${key} | 10 % held out` }),
    ];
    const { conclusion, table } = frameworks(evidence({ rows }))!;
    expect(conclusion[0]).toContain(
      'not equal work (MLX: SGD; TENSORFLOW: 10 % held out): MLX is 4.00x as fast',
    );
    expect(table!.lines).toEqual([]);
  });
});

describe('attention', () => {
  it('has its exponents, and lines that bend are counted apart', () => {
    const scalings = [
      exampleScaling({ slope: 1.9 }),
      exampleScaling({ slope: 2.1 }),
      exampleScaling({ r2: 0.5 }),
    ];
    const { title, conclusion } = attentionGrowth(evidence({ scalings }))!;
    expect(title).toBe('Attention grows with about the square of the length');
    expect(conclusion).toEqual([
      'The time of Attention is about quadratic in the length: the exponent is 1.90 to 2.10 (2 sweeps of lengths), so twice the length takes 3.7 to 4.3 times as long.',
      '1 more line bends: a power law explains less than 95 % of it.',
    ]);
  });

  it('is not called quadratic if it is not', () => {
    const { title, conclusion } = attentionGrowth(evidence({ scalings: [exampleScaling({ slope: 1.1 })] }))!;
    expect(title).toBe('How attention grows with the length');
    expect(conclusion[0]).toContain('about linear');
  });
});

describe('TF32', () => {
  const flags = [{ id: 'probably-tf32', text: 'x' }];
  it('is said of the flagged values, with the gain where both formats were measured', () => {
    const both = together([pair('tf32-over-float32', 3.3)]);
    const rows = [
      ...both.rows,
      sampleRow({ id: 'flagged', flags, speedup: 123 }),
      sampleRow({ id: 'plain' }),
    ];
    const { title, conclusion } = tf32({ ...both, rows })!;
    expect(title).toBe('Some published float32 is most likely TF32 (TensorFloat-32)');
    expect(conclusion[0]).toContain('TF32 is 3.30x as fast as float32');
    expect(conclusion[1]).toContain(
      '1 published value on the RTX 2070 (VGG16 on CIFAR-100) is called float32',
    );
    expect(conclusion[1]).toContain('123x as fast as the i7-8700');
  });

  it('says that nobody has measured both', () => {
    expect(tf32(evidence({ rows: [sampleRow({ flags })] }))!.conclusion.at(-1)).toContain(
      'No machine has measured',
    );
  });
});

describe('learning', () => {
  it('is unknown without accuracies, and quotes the source’s own remark', () => {
    const flags = [{ id: 'odd-1', text: 'The loss stays at 4.6052.' }];
    const { title, conclusion } = learning(evidence({ rows: [sampleRow({ flags })] }))!;
    expect(title).toBe('No published time of VGG16 on CIFAR-100 tells whether the net learned');
    expect(conclusion[1]).toBe('Remark on 1 of them: “The loss stays at 4.6052.”');
    expect(conclusion[2]).toContain('Nobody has measured');
  });

  it('failed if the accuracies are at chance', () => {
    const { title, conclusion } = learning(evidence({ rows: [sampleRow({ accuracy: 0.01 })] }))!;
    expect(title).toBe('The published runs of VGG16 on CIFAR-100 that tell their accuracy never learned');
    expect(conclusion[0]).toContain('1 comes with an accuracy. The only run is at chance (1 %)');
    expect(learning(evidence({ rows: [sampleRow({ accuracy: 0.3 })] }))!.title).toBe(
      'The published runs of VGG16 on CIFAR-100 that tell their accuracy learned',
    );
  });
});

it('half precision is the range of its pairs', () => {
  const pairs = [0.9, 7].map((value) => pair('half-over-float32', value, { dtype: 'bfloat16' }));
  expect(halfPrecision(together(pairs))!.conclusion).toEqual([
    'With half precision the same engine is 0.900x to 7.00x as fast as in float32 (median 3.95x, 2 pairs on 2 machines).',
    'It is slower in 1 of 2 pairs.',
  ]);
  const one = together([pair('half-over-float32', 7, { dtype: 'bfloat16' })]);
  expect(halfPrecision(one)!.title).toBe(
    `Half precision is faster than float32 on the ${shortName(sampleRow().name)}`,
  );
});

describe('energy and cost', () => {
  const energy = (joules: number) => ({
    energy: {
      source: 'nvml-energy',
      scope: 'gpu',
      watts: 300,
      idleWatts: null,
      joules,
      per: 'epoch',
    } as const,
  });
  it('compares energy of the same work by the same kind of meter', () => {
    const rows = [sampleRow({ id: 'a', ...energy(100) }), sampleRow({ id: 'b', ...energy(400) })];
    expect(energyUse(evidence({ rows }))!.conclusion[0]).toContain('from 100 J');
    expect(energyUse(evidence({ rows }))!.conclusion[0]).toContain('4.00x as much');
    expect(energyUse(evidence({ rows: rows.slice(1) }))).toBeNull();
  });

  it('compares the cost of one net', () => {
    const cost = (usd: number) => ({
      cost: {
        usd,
        hours: 1,
        epochs: 50,
        pricePerHourUsd: 2,
        source: 'A list, 2026-01-01, https://example.test/x',
      },
    });
    const rows = [sampleRow({ id: 'a', ...cost(1) }), sampleRow({ id: 'b', ...cost(5) })];
    const { conclusion, change } = trainingCost(evidence({ rows }))!;
    expect(conclusion[0]).toContain('costs 1 USD');
    expect(conclusion[0]).toContain('5.00x as much');
    expect(change).toBe('Other prices: these are A list, 2026-01-01.');
  });
});

describe('the chart', () => {
  const line = (low: number, middle: number, high: number) => ({
    label: '',
    detail: '',
    cells: [],
    mark: { low, middle, high },
  });
  it('has a dot, its range and the line of 1 on one axis', () => {
    const table = {
      caption: '',
      columns: [],
      first: '',
      one: 1,
      tick: (value: number) => `<${value}>`,
      lines: [line(1, 10, 100), line(2, 20, 50)],
    };
    const axis = axisOfTable(table)!;
    expect(laneSvg(axis, table.lines[0]!, 1)).toMatch(/class="one".*class="range".*<circle/);
    expect(laneSvg(axis, { ...line(1, 1, 1), mark: null }, null)).not.toContain('circle');
    expect(ticksSvg(axis)).toContain('&lt;10&gt;');
    expect(axisOfTable({ ...table, lines: [] })).toBeNull();
    expect(axisOfTable({ ...table, lines: [line(1, 10, 100)] })).toBeNull();
  });

  it('of shares of a whole is linear from 0', () => {
    const lines = [line(0.2, 0.2, 0.2), line(1, 1, 1)];
    const tick = (value: number) => `${value}`;
    const axis = axisOfTable({
      caption: '',
      columns: [],
      first: '',
      one: 0.1,
      scale: 'linear',
      tick,
      lines,
    })!;
    const [zero, half, whole] = [axis.place(0), axis.place(0.5), axis.place(1)];
    expect(half - zero).toBeCloseTo(whole - half);
    expect(axis.ticks[0]!.text).toBe('0');
  });
});
