/** @file Findings of unusual data: no sentence and no title says what the data do not show. */
import { describe, expect, it } from 'vitest';
import { workloads } from '../../data/catalogue/index.ts';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { exampleScaling, sampleRow } from '../testing/sample-rows.ts';
import { attentionGrowth } from './attention.ts';
import { trainingCost } from './cost.ts';
import { energyUse } from './energy.ts';
import { differing, shareWords } from './evidence.ts';
import type { Evidence } from './finding.ts';
import { frameworks } from './frameworks.ts';
import { gpuGain } from './gpu-gain.ts';
import { halfPrecision } from './half.ts';
import { learning } from './learning.ts';
import { optimizing } from './optimizing.ts';
import { crossingsOf, smallNets } from './small-nets.ts';
import { tf32 } from './tf32.ts';

const evidence = (changes: Partial<Evidence>): Evidence => ({
  rows: [],
  ratios: [],
  scalings: [],
  workloads,
  ...changes,
});

type Change = Partial<NamedRow>;

/** One machine a ratio, with the rows behind it. */
function pairs(
  kind: Ratio['kind'],
  list: readonly [value: number, one?: Change, other?: Change][],
): Evidence {
  const made = list.map(([value, one = {}, other = {}], index) => {
    const machine = { id: `pc-${index}`, name: 'PC' };
    const rows = [
      sampleRow({ value: 10, machine, ...one, id: `one-${index}` }),
      sampleRow({ value: 10 * value, machine, ...other, id: `other-${index}` }),
    ] as const;
    const [{ workload, mode, engine }] = rows;
    const ids: Ratio['rows'] = [rows[0].id, rows[1].id];
    return {
      rows,
      ratio: { kind, machine: machine.id, workload, mode, engine, value, rows: ids, caveat: null },
    };
  });
  return evidence({ rows: made.flatMap(({ rows }) => rows), ratios: made.map(({ ratio }) => ratio) });
}

const cpu = { kind: 'cpu', device: { kind: 'cpu', api: 'none', name: 'CPU', software: false } } as const;
const onCpu = (list: readonly [NamedRow['workload'], number][]) =>
  pairs(
    'gpu-over-cpu',
    list.map(([workload, value]) => [value, { workload }, { workload, ...cpu }]),
  );

it('shares are words that fit one, some, all and none', () => {
  expect([0, 1, 3].map((count) => shareWords(count, 3, 'pair'))).toEqual([
    'none of 3 pairs',
    '1 of 3 pairs',
    'all 3 pairs',
  ]);
  expect(shareWords(1, 1, 'pair')).toBe('the only pair');
});

describe('small nets', () => {
  it.each<[string, [NamedRow['workload'], number][], string, RegExp]>([
    [
      'the largest net is slower on the GPU',
      [
        ['deit-small', 0.9],
        ['mnist-cnn', 0.8],
        ['vgg16-cifar100', 8],
      ],
      'A net can train faster on the CPU than on the GPU beside it',
      /The largest of these is DeiT-small.*: so the size alone does not decide\.$/,
    ],
    [
      'every net is slower on the GPU',
      [
        ['mnist-cnn', 0.8],
        ['vgg16-cifar100', 0.5],
      ],
      'Every CPU trains faster than the GPU beside it',
      /There is no net that every GPU trains faster\.$/,
    ],
    [
      'all are tied',
      [
        ['mnist-cnn', 1],
        ['vgg16-cifar100', 1],
      ],
      'No CPU beats the GPU beside it',
      /^The CPU is faster in none of 2 pairs on 2 machines\.$/,
    ],
    [
      'one net is won by some GPUs only',
      [
        ['mnist-cnn', 0.8],
        ['mnist-cnn', 2],
      ],
      'A net can train faster on the CPU than on the GPU beside it',
      /There is no net that every GPU trains faster\.$/,
    ],
  ])('where %s', (_, list, title, sentence) => {
    const finding = smallNets(onCpu(list))!;
    expect(finding.title).toBe(title);
    expect(finding.conclusion[0]).toMatch(sentence);
  });

  it('have sweeps in which the GPU wins early, late, sometimes or never', () => {
    const ladder = (rates: number[]) =>
      rates.map((samplesPerSecond, index) => ({ batchSize: 2 ** index, samplesPerSecond }));
    const sweep = { metric: 'peakSamplesPerSecond', mode: 'infer', higherIsBetter: true } as const;
    const rows = [
      [9, 9, 9],
      [1, 9, 9],
      [1, 1, 9],
      [1, 9, 1],
      [1, 1, 1],
    ].flatMap((rates, index) => {
      const machine = { id: `m${index}`, name: 'M' };
      return [
        sampleRow({ ...sweep, machine, id: `gpu-${index}`, ladder: ladder(rates) }),
        sampleRow({ ...sweep, ...cpu, machine, id: `cpu-${index}`, ladder: ladder([5, 5, 5]) }),
      ];
    });
    expect(crossingsOf(rows).map(({ batch }) => batch)).toEqual([1, 2, 4, null, null]);
    const both = onCpu([['mnist-cnn', 2]]);
    expect(smallNets({ ...both, rows: [...both.rows, ...rows] })!.conclusion[1]).toBe(
      'In 5 batch sweeps of inference on both devices of a machine, the GPU is faster: in 1 at every batch size that both have, in 2 only from a larger batch on (2 to 4), in 1 at some batch sizes only and in 1 at none.',
    );
  });
});

it('the gain of GPUs is left open where it falls with the size', () => {
  const found = gpuGain(
    onCpu([
      ['mnist-cnn', 20],
      ['vgg16-cifar100', 0.5],
    ]),
  )!;
  expect(found.title).toBe('Whether a GPU gains more with larger nets is open');
  expect(found.conclusion.join(' ')).not.toContain('power law');
});

describe('half precision and TF32', () => {
  const bfloat16 = { dtype: 'bfloat16' } as const;
  const other = { ...bfloat16, name: 'Another GPU', hardware: 'another' };
  it.each<[number[], RegExp]>([
    [[2, 3], /^Half precision is faster than float32$/],
    [[1.03, 0.9, 1.1], /^Half precision is faster than float32 in some work only$/],
    [[0.5, 0.9], /^Half precision is not faster than float32$/],
    [[1, 1], /^Half precision is not faster than float32$/],
  ])('of ratios %s', (ratios, title) => {
    const list = ratios.map((value, index) => [value, index === 0 ? bfloat16 : other] as [number, Change]);
    expect(halfPrecision(pairs('half-over-float32', list))!.title).toMatch(title);
  });

  it.each<[number[], string]>([
    [[2, 3], 'TF32 (TensorFloat-32) is faster than float32'],
    [[0.9, 3], 'TF32 (TensorFloat-32) is faster than float32 in some work only'],
    [[1, 0.9], 'TF32 (TensorFloat-32) is not faster than float32'],
  ])('TF32 of ratios %s', (ratios, title) => {
    expect(
      tf32(
        pairs(
          'tf32-over-float32',
          ratios.map((value) => [value]),
        ),
      )!.title,
    ).toBe(title);
  });
});

describe('optimizing', () => {
  it.each<[number[], string, string]>([
    [[3, 1.5], 'What optimizing gains depends on the framework', 'highest'],
    [[3, 2.9], 'Optimized code trains faster', 'highest'],
    [[3, 0.9], 'Optimizing gains with some frameworks only', 'It is slower in 1 of 2 pairs.'],
    [[0.9, 0.8], 'Optimized code does not train faster', 'It is slower in all 2 pairs.'],
  ])('of ratios %s', (ratios, title, said) => {
    const list = ratios.map((value, index) => [value, { engineName: `E${index}` }] as [number, Change]);
    const found = optimizing(pairs('optimized-over-naive', list))!;
    expect(found.title).toBe(title);
    expect(found.conclusion.join(' ')).toContain(said);
    // The batches are the same.
    expect(found.conclusion.join(' ')).not.toContain('batch');
  });
});

describe('frameworks', () => {
  const contest = (index: number, first: NamedRow['engine'], second: NamedRow['engine']) => [
    sampleRow({
      id: `${index} a`,
      engine: first,
      engineName: first,
      value: 10,
      comparisonKey: `work ${index}`,
    }),
    sampleRow({
      id: `${index} b`,
      engine: second,
      engineName: second,
      value: 20,
      comparisonKey: `work ${index}`,
    }),
  ];

  it('name no first where several win as often', () => {
    const rows = [contest(0, 'mlx', 'jax'), contest(1, 'jax', 'mlx')].flat();
    const { table, conclusion } = frameworks(evidence({ rows }))!;
    expect(table!.lines.map(({ label, cells }) => [label, cells[0]])).toEqual([
      ['Training on an NVIDIA GPU: no engine is first', '1 of 2 each'],
    ]);
    expect(conclusion[0]).toContain('Wins: mlx 1 and jax 1.');
  });

  it('name the one that wins most', () => {
    const rows = [contest(0, 'mlx', 'jax'), contest(1, 'mlx', 'jax'), contest(2, 'jax', 'mlx')].flat();
    const { table, conclusion } = frameworks(evidence({ rows }))!;
    expect(table!.lines[0]!.label).toBe('Training on an NVIDIA GPU: mlx');
    expect(conclusion[0]).toContain('mlx is fastest in 2 of 3 comparisons');
  });
});

describe('attention', () => {
  it.each<[number[], string]>([
    [[1.1, 2.28], 'does not grow in the same way everywhere'],
    [[1.1, 2.2], 'is between linear and quadratic in the length'],
    [[1.8, 2.2], 'is about quadratic in the length'],
    [[2.4, 3], 'grows faster than the square of the length'],
    [[0.2, 0.5], 'grows more slowly than the length'],
    [[0.2, 1], 'does not grow in the same way everywhere'],
    [[0.9, 1.1], 'is about linear in the length'],
  ])('of exponents %s', (slopes, words) => {
    const found = attentionGrowth(evidence({ scalings: slopes.map((slope) => exampleScaling({ slope })) }))!;
    expect(found.conclusion[0]).toContain(` ${words}: the exponent is`);
    expect(found.title.includes('square')).toBe(slopes.every((slope) => Math.abs(slope - 2) <= 0.25));
  });
});

describe('learning', () => {
  const rows = (accuracies: (number | null)[]) =>
    accuracies.map((accuracy, index) => sampleRow({ id: `r${index}`, accuracy }));
  it.each<[(number | null)[], string, string]>([
    [[0.01, 0.3], 'Some published runs of', '1 of 2 runs is at chance (1 %)'],
    [[0.01, 0.01], 'never learned', 'All 2 runs are at chance'],
    [[0.3, null], 'learned', 'above that of guessing (1 %): these nets learned.'],
  ])('of accuracies %s', (accuracies, title, said) => {
    const found = learning(evidence({ rows: rows(accuracies) }))!;
    expect(found.title).toContain(title);
    expect(found.conclusion[0]).toContain(said);
    if (accuracies[0] === 0.3) expect(found.conclusion[0]).not.toContain('did not learn');
  });

  it('counts the measured values that were checked in words', () => {
    const measured = (count: number) =>
      Array.from({ length: count }, (_, index) => sampleRow({ id: `m${index}`, provenance: 'measured' }));
    const last = (count: number) =>
      learning(evidence({ rows: [...rows([0.3]), ...measured(count)] }))!.conclusion.at(-1);
    expect(last(3)).toMatch(/^None of 3 measured values of /);
    expect(last(1)).toMatch(/^None of 1 measured value of /);
  });
});

describe('energy and cost', () => {
  const energy = (joules: number) => ({
    energy: {
      source: 'nvml-power',
      scope: 'gpu',
      watts: 300,
      idleWatts: null,
      joules,
      per: 'epoch',
    } as const,
  });
  const few = [{ id: 'p8-few-readings', text: 'the energy is based on only 9 power readings; it needs 60' }];

  it('says in what the values differ and which rest on few readings', () => {
    const rows = [
      sampleRow({ id: 'a', ...energy(100), dtype: 'bfloat16', flags: few }),
      sampleRow({ id: 'b', ...energy(400), flags: few }),
    ];
    const { title, conclusion } = energyUse(evidence({ rows }))!;
    expect(title).toBe('The energy of one workload depends on how it is run');
    expect(conclusion).toContain('The 2 values differ in number format.');
    expect(conclusion).toContain(
      'All 2 values rest on too few power readings for a reliable energy: read the figures as estimates.',
    );
  });

  it('does not say that equal energies differ', () => {
    const rows = [sampleRow({ id: 'a', ...energy(100) }), sampleRow({ id: 'b', ...energy(100) })];
    const { title, conclusion } = energyUse(evidence({ rows }))!;
    expect(title).toBe('The energy of one workload is much the same in every run');
    expect(conclusion.join(' ')).not.toMatch(/differ in|power readings|300 to 300/);
  });

  it('of a cost says how long a run is, and that nets with other numbers of epochs do not compare', () => {
    const cost = (usd: number, epochs: number | null) => ({
      cost: { usd, hours: 1, epochs, pricePerHourUsd: 2, source: 'A list' },
    });
    const rows = [
      sampleRow({ id: 'a', ...cost(1, 100), recipe: 'naive' }),
      sampleRow({ id: 'b', ...cost(5, 100), recipe: 'optimized' }),
      sampleRow({ id: 'c', workload: 'mnist-cnn', ...cost(1, 12) }),
      sampleRow({ id: 'd', workload: 'mnist-cnn', ...cost(1, 12) }),
    ];
    const { conclusion, table } = trainingCost(evidence({ rows }))!;
    expect(table!.lines.map(({ cells }) => cells[0])).toEqual(['100 epochs', '12 epochs']);
    expect(conclusion[1]).toContain('the costs of different nets do not compare');
    expect(conclusion[2]).toMatch(/differ in recipe\.$/);
    const equal = trainingCost(evidence({ rows: rows.slice(2) }))!;
    expect(equal.title).toBe('What a training run costs');
    expect(equal.conclusion.join(' ')).not.toMatch(/different nets|differ in/);
  });

  it('differ in what is named', () => {
    expect(differing([sampleRow(), sampleRow()])).toEqual([]);
    expect(differing([sampleRow({ batchSize: 1 }), sampleRow({ batchSize: 2, recipe: 'naive' })])).toContain(
      'batch size',
    );
  });
});
