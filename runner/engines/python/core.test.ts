/** @file The code that the Python workers share gives the same results as the runner: bit-identical unless floats are summed. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../data/contract/proof.ts';
import { reportLeftOut } from '../../../tests/engines.ts';
import type { DatasetEntry } from '../../datasets/catalogue.ts';
import { generateDataset } from '../../datasets/generate.ts';
import { loadDataset } from '../../datasets/load.ts';
import type { Dataset, Samples } from '../../datasets/samples.ts';
import type { Clock } from '../../measure/clock.ts';
import { measure } from '../../measure/measure.ts';
import {
  averageValues,
  bits,
  createBatch,
  modelValues,
  SIGN_SETS,
  signedSum,
  uniform,
} from '../../models/generator.ts';
import {
  atLength,
  dropout,
  flatten,
  kerasAdam,
  kerasRmsProp,
  type Model,
  type Net,
  type Optimizer,
  residual,
} from '../../models/layers.ts';
import { modelWeights } from '../../models/shapes.ts';
import type { Timing } from '../../protocol/messages.ts';
import { archive, entryOf, folderWith, packed, record, tinyIdx } from '../../testing/dataset-files.ts';
import { trainingCheck } from '../../worker/check/check.ts';
import { dropoutComparison, sharesComparison } from '../../worker/check/dropout.ts';
import { type Dropped, droppedComparisons } from '../../worker/check/dropped.ts';
import {
  equalSamplesComparison,
  type FirstSteps,
  firstStepComparisons,
} from '../../worker/check/first-steps.ts';
import { movementComparison, type OptimizerSample } from '../../worker/check/movement.ts';
import { sampledParts } from '../../worker/check/sampled-parts.ts';
import { filledPlaces } from '../../worker/fill.ts';
import { seedOfRun, shuffled } from '../../worker/shuffle.ts';
import { attentionLayer } from '../../workloads/attention.ts';
import { referenceRow } from '../../workloads/attention-check.ts';
import { copyValues } from '../../workloads/copy.ts';
import { deitSmall } from '../../workloads/deit-small.ts';
import { referenceRows } from '../../workloads/matmul.ts';
import { mnistCnn } from '../../workloads/mnist-cnn.ts';
import { outputCheck, rowError } from '../../workloads/output.ts';
import { transformerEncoder } from '../../workloads/transformer-encoder.ts';
import { vgg16Cifar100 } from '../../workloads/vgg16-cifar100.ts';
import { askPython, findPython } from './testing/ask-python.ts';

const python = findPython('pytorch');
if (typeof python === 'object') reportLeftOut(python);
else describe('the shared code in Python', () => compare(python));

const sha256 = (values: NodeJS.ArrayBufferView) => createHash('sha256').update(values).digest('hex');
const samples = ({ images, labels }: Samples) => ({ images: sha256(images), labels: [...labels] });
const told = ({ train, test: evaluation }: Dataset) => ({ train: samples(train), test: samples(evaluation) });

/** A clock that advances only with samples; the Python counterpart is `SteppedClock`. */
function stepped(durationsMs: readonly number[], jumps: Record<string, [number, number]>) {
  let [ms, offsetMs, taken] = [1000, 0, 0];
  const clock: Clock = { nowNs: () => Math.round(ms * 1e6), wallMs: () => ms + offsetMs };
  const sample = async () => {
    const [monotonicMs, wallMs] = jumps[taken] ?? [0, 0];
    ms += durationsMs[Math.min(taken, durationsMs.length - 1)]! + monotonicMs;
    offsetMs += wallMs - monotonicMs;
    taken += 1;
  };
  return { clock, task: { itemsPerSample: 1, sample } };
}

const timing = (changes: Partial<Timing>): Timing => ({
  minWarmUpSteps: 3,
  minWarmUpMs: 0,
  minSamples: 5,
  minMeasureMs: 0,
  maxMeasureMs: 100_000,
  exactSamples: null,
  ...changes,
});

const growing = Array.from({ length: 200 }, (_, i) => 10 + 5 * i);
const jumping = { exactSamples: 10, minWarmUpSteps: 2, minWarmUpMs: 1 };
const measurements: [string, Partial<Timing>, number[], Record<string, [number, number]>][] = [
  ['steady', { minMeasureMs: 101, minWarmUpMs: 95 }, [10], {}],
  ['slow at first', { minWarmUpMs: 200 }, [90, 50, 20, 10], {}],
  ['never steady', { minWarmUpMs: 100 }, growing, {}],
  ['over the time budget', { minWarmUpSteps: 50, maxMeasureMs: 1000 }, [400], {}],
  ['without warm-up', { minWarmUpSteps: 0, exactSamples: 7 }, [400], {}],
  ['thinned', { minSamples: 12_000 }, [1], {}],
  ['below the resolution of the clock', { exactSamples: 2 }, [0], {}],
  ['a suspend', jumping, [100], { 5: [0, 3_600_000] }],
  ['a corrected time', jumping, [100], { 5: [0, -101] }],
  ['a clock that runs backward', jumping, [100], { 5: [-300, -300] }],
  ['a jump during warm-up', jumping, [100], { 1: [0, 3_600_000] }],
];

const nets: [string, Net & Partial<Pick<Model, 'classes'>>, number, number][] = [
  ['images', mnistCnn, 1, 3],
  ['colours', { ...vgg16Cifar100, layers: vgg16Cifar100.layers.slice(0, 2) }, 0, 2],
  ['tokens', { ...atLength(transformerEncoder, 70), layers: transformerEncoder.layers.slice(0, 1) }, 5, 3],
  ['features', attentionLayer, 1, 2],
  ['a class token', { ...deitSmall, layers: deitSmall.layers.slice(0, 4) }, 0, 1],
];

const trajectory = {
  losses: [2.3, 2.1, 1.9],
  gradients: [1, 0.5, 1e-6],
  updates: [
    [0.1, 0.2, null],
    [0.2, 0.3, null],
  ],
  firstLossTolerance: 1e-4,
  lossTolerance: 5e-3,
  gradientTolerance: 1e-3,
  directions: [[0.5, -2], [0.3, 0.1], [0]],
  directionTolerance: 1e-2,
  leastGradient: 1e-3,
  updateTolerances: [2e-3, 1e-2] as [number, number],
  averages: [],
};
const { losses: equalLosses, gradients, directions } = trajectory;
const equalUpdates = trajectory.updates.map((norms) => norms.map((norm) => norm ?? 7));
const equal: FirstSteps = { losses: equalLosses, gradients, directions, updates: equalUpdates };
const trajectories: [string, FirstSteps, boolean][] = (
  [
    ['equal', {}, true],
    ['another first loss', { losses: [2.3005, 2.1, 1.9] }, false],
    ['another third loss', { losses: [2.3, 2.1, 1.95] }, false],
    ['another gradient', { gradients: [1, 0.502, 1e-6] }, false],
    ['the opposite direction of one gradient', { directions: [[0.5, -2], [-0.3, -0.1], [0]] }, false],
    ['a small gradient within rounding', { gradients: [1, 0.5, 2e-6] }, true],
    ['another first update', { updates: [[0.1, 0.201, 7], equalUpdates[1]!] }, false],
    ['another second update', { updates: [equalUpdates[0]!, [0.2, 0.304, 7]] }, false],
  ] as const
).map(([name, changed, passed]) => [name, { ...equal, ...changed }, passed]);

function compare(path: string): void {
  const ask = async (...questions: unknown[][]) =>
    (await askPython(path, join(import.meta.dirname, 'testing', 'core.py'), questions)) as unknown[];

  test('the mixer gives the expected integers', async () => {
    expect(await ask(['mix', [0, 1, 2, 0xffff_ffff]], ['bits', 42, 0, 3])).toEqual([
      [0, 1753845952, 3507691905, 1734902346],
      [3775335865, 1970303583, 2340470519],
    ]);
  });

  test('weights and samples are bit-identical', async () => {
    const declared = nets.map(([, net, first, count]) => {
      const { inputShape, input, classes = null } = net;
      return ['net', { inputShape, input, classes, weights: modelWeights(net) }, 42, first, count];
    });
    const expected = nets.map(([, net, first, count]) => {
      const { inputs, labels } = createBatch(net, 42, first, count);
      return {
        inputs: sha256(inputs),
        labels: [...labels],
        weights: modelValues(net, 42).map(sha256),
      };
    });
    expect(await ask(...declared)).toEqual(expected);
  });

  test('a copy has the same source, wherever a part of it begins', async () => {
    const parts = [
      [7, 0, 0, 100],
      [42, 2, 200_000, 70_000],
      [2 ** 32 - 1, 1, 2 ** 31, 50],
    ] satisfies Parameters<typeof copyValues>[];
    const expected = parts.map((part: Parameters<typeof copyValues>) => [...copyValues(...part)]);
    expect(await ask(...parts.map((part) => ['copyValues', ...part]))).toEqual(expected);
  });

  test('epochs have the same order and repetitions the same seeds', async () => {
    expect(await ask(['shuffled', 7, 3, 1000], ['seedOfRun', 42, 2])).toEqual([
      [...shuffled(7, 3, 1000)],
      seedOfRun(42, 2),
    ]);
  });

  test('samples are timed by the same rules, and a clock jump fails', async () => {
    const found = await ask(
      ...measurements.map(([, changes, durations, jumps]) => ['measure', timing(changes), durations, jumps]),
    );
    for (const [at, [name, changes, durations, jumps]] of measurements.entries()) {
      const reports: unknown[] = [];
      const { clock, task } = stepped(durations, jumps);
      const expected = await measure(task, timing(changes), clock, (...report) => {
        reports.push(report);
      }).then(
        (measured) => ({ measured, reports }),
        (error: Error) => ({ raised: error.message }),
      );
      expect(found[at], name).toEqual(expected);
    }
    expect(found.filter((answer) => JSON.stringify(answer).includes('jumped by'))).toHaveLength(3);
  });

  test('checks give the same result', async () => {
    const rows: [(number | null)[], number[]][] = [
      [
        [1, 2.05, 3],
        [1, 2, 3],
      ],
      [
        [1, null, 3],
        [1, 2, 3],
      ],
    ];
    const found = await ask(
      ...trajectories.map(([, steps]) => [...['trainingCheck', steps, trajectory]]),
      ...rows.map((row) => ['outputCheck', ...row]),
    );
    const expected = [
      ...trajectories.map(([, steps]) =>
        trainingCheck(steps.losses, firstStepComparisons(steps, trajectory), true),
      ),
      ...rows.map(([row, reference]) =>
        outputCheck(
          [
            rowError(
              row.map((value) => value ?? Number.NaN),
              Float64Array.from(reference),
            ),
          ],
          0.1,
        ),
      ),
    ];
    expect(found).toEqual(expected);
    const passes = [...trajectories.map(([, , passed]) => passed), true, false];
    expect(expected.map(({ passed }) => passed)).toEqual(passes);
  });

  test('other comparisons of training give the same result', async () => {
    const once = { ...equal, losses: equalLosses.slice(0, 2) };
    const other = { ...once, gradients: [1, 0.5005, 1e-6] };
    const dropout = { loss: 3, deviation: 0.5 };
    const told = {
      gradients: [2],
      leastGradient: 1e-3,
      dropout: { ...dropout, shares: [0.9], shareDeviations: [0.2] },
    };
    const of = (spaced: number[]) => ({ norm: 0, sums: [], values: [], spaced });
    const found = await ask(
      ['equalSamples', once, once, trajectory],
      ['equalSamples', other, once, trajectory],
      ['dropout', [3.4], dropout, 4, 2],
      ['dropout', [4.4, 4.2], dropout, 4, 2],
      ['dropout', [3], dropout, 4, 3],
      ['shares', [[1, -2]], [[1.5, -1]], told, 4],
      ['shares', [[-1, 2]], [[1.5, -1]], told, 4],
    );
    const expected = [
      equalSamplesComparison(once, once, trajectory),
      equalSamplesComparison(other, once, trajectory),
      dropoutComparison([3.4], dropout, 4, 2),
      dropoutComparison([4.4, 4.2], dropout, 4, 2),
      dropoutComparison([3], dropout, 4, 3),
      sharesComparison([of([1, -2])], [of([1.5, -1])], told, 4),
      sharesComparison([of([-1, 2])], [of([1.5, -1])], told, 4),
    ];
    for (const [at, { error, ...rest }] of expected.entries()) {
      expect(found[at]).toMatchObject(rest);
      expect((found[at] as Comparison).error).toBeCloseTo(error, 12);
    }
    expect(expected.map(({ error, tolerance }) => error <= tolerance)).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    const values = Array.from({ length: 70 }, (_, i) => Math.sin(i));
    const sums = (await ask(['signedSums', 42, 3, values]))[0] as number[];
    expect(sums).toHaveLength(SIGN_SETS);
    for (const [set, sum] of sums.entries()) expect(sum).toBeCloseTo(signedSum(42, 3, set, values), 12);
  });

  test('the dropouts of two steps are compared in the same way', async () => {
    const shape = [4, 4, 8];
    const [sample, row] = [4 * 4 * 8, 4 * 8];
    const net = { inputShape: shape, layers: [dropout(0.3), residual([dropout(0.5)]), flatten] };
    /** Whether element i is kept in a step; of what enters a layer, other elements are 0. */
    type Kept = (i: number, step: number) => boolean;
    const drawn =
      (layer: number, rate: number): Kept =>
      (i, step) =>
        uniform(bits(layer, step), i) >= rate;
    const pairOf = (kept: Kept, layer: number, step: number) => {
      const before = Array.from({ length: 8 * sample }, (_, i) => (i % 5 === layer ? 0 : 1 + (i % 7)));
      const scale = 1 / (1 - [0.3, 0.5][layer]!);
      return { before, after: before.map((x, i) => (kept(i, step) ? Math.fround(x * scale) : 0)) };
    };
    const [one, other] = [drawn(1, 0.3), drawn(2, 0.5)];
    const asked: [draws: boolean, kept: Kept[]][] = [
      [true, [one, other]],
      [false, [(i) => one(i, 1), other]],
      [false, [one, (i, step) => other(i % sample, step)]],
      [false, [(i, step) => one(i - (i % sample) + (i % row), step), other]],
      [false, [one, (i, step) => other(i - (i % row) + (i % 8), step)]],
      [false, [one, drawn(1, 0.5)]],
    ];
    const stepsOf = (kept: Kept[]) => [1, 2].map((step) => kept.map((of, at) => pairOf(of, at, step)));
    const found = (await ask(
      ...asked.map(([, kept]) => {
        const steps = stepsOf(kept).map((pairs) => pairs.map(({ before, after }) => [before, after]));
        return ['dropouts', net.layers, steps, shape];
      }),
    )) as Comparison[][];
    const expected = asked.map(([, kept]) => {
      const [first, second] = stepsOf(kept).map((pairs) =>
        pairs.map((forward): Dropped => ({ shape, type: 'float32', forward, backward: null })),
      );
      return droppedComparisons(net, [first!, second!]);
    });
    for (const [at, comparisons] of expected.entries()) {
      expect(found[at]!.map(({ of }) => of)).toEqual(comparisons.map(({ of }) => of));
      for (const [i, { error, tolerance }] of comparisons.entries()) {
        expect(found[at]![i]!.error).toBeCloseTo(error, 6);
        expect(found[at]![i]!.tolerance).toBeCloseTo(tolerance, 12);
      }
    }
    const passes = expected.map((all) => all.every(({ error, tolerance }) => error <= tolerance));
    expect(passes).toEqual(asked.map(([draws]) => draws));
  });

  test('what dropouts do to gradients is compared in the same way', async () => {
    const net = { inputShape: [8, 16], layers: [dropout(0.4)] };
    const before = Array.from({ length: 8 * 128 }, (_, i) => 1 + (i % 5));
    const arriving = before.map((_, i) => (i % 3 === 0 ? 0 : -0.25 * (1 + (i % 7))));
    const masked = (values: number[], seed: number, factor = 1) =>
      values.map((x, i) => (uniform(bits(seed, 1), i) >= 0.4 ? Math.fround((factor * x) / 0.6) : 0));
    const passed = [
      masked(arriving, 3),
      masked(arriving, 4),
      arriving,
      masked(arriving, 3, 1.01),
      arriving.map(() => 0),
    ];
    const found = (await ask(
      ...passed.map((gradients) => [
        'dropoutGradients',
        net.layers,
        [[before, masked(before, 3), arriving, gradients]],
        net.inputShape,
      ]),
    )) as Comparison[][];
    const expected = passed.map((after) => {
      const one: Dropped = {
        shape: net.inputShape,
        type: 'float32',
        forward: { before, after: masked(before, 3) },
        backward: { before: arriving, after },
      };
      return droppedComparisons(net, [[one], [one]]).filter(({ of }) => of.endsWith('of gradients'));
    });
    for (const [at, comparisons] of expected.entries()) {
      expect(found[at]!.map(({ of }) => of)).toEqual(comparisons.map(({ of }) => of));
      for (const [i, { error }] of comparisons.entries()) expect(found[at]![i]!.error).toBeCloseTo(error, 6);
    }
    const passes = found.map((all) => all.every(({ error, tolerance }) => error <= tolerance));
    expect(passes).toEqual([true, false, false, false, false]);
  });

  test('the same rows of large arrays are read', async () => {
    const shapes = [
      [4, 8],
      [128, 64, 512],
      [3, 600, 600],
      [70, 70, 70],
    ];
    const rows = await ask(...shapes.map((shape) => ['sampledRows', shape]));
    expect(rows).toEqual(
      shapes.map((shape) => sampledParts(shape).map(({ first, count }) => [first, count])),
    );
  });

  test('steps are compared with the rule of the optimizer in the same way', async () => {
    const state = (weights: number[], means: number[] | null, squares: number[]) => [
      { weights, means, squares },
    ];
    const asked: [OptimizerSample[], OptimizerSample[], Optimizer, number][] = [
      [state([1, 2], [0, 0], [0, 0]), state([0.999, 2.001], [0.1, -0.1], [1e-3, 1e-3]), kerasAdam(1e-3), 1],
      [state([1, 2], [0.1, 0.1], [1e-3, 1e-3]), state([1, 2], [0.1, 0.1], [1e-3, 1e-3]), kerasAdam(1e-3), 9],
      [state([1, 2], null, [0, 1]), state([0.9968377, 2], null, [0.1, 0.9]), kerasRmsProp, 1],
      [state([1, 2], null, [0.1, 0.1]), state([1, 2], null, [0.1, 0.1]), kerasRmsProp, 4],
    ];
    const found = await ask(
      ...asked.map(([before, after, rule, step]) => ['movement', [before, after], rule, step]),
    );
    const expected = asked.map((one) => movementComparison(...one));
    for (const [at, { error }] of expected.entries()) {
      expect((found[at] as Comparison).error).toBeCloseTo(error, 12);
    }
    expect(expected.map(({ error, tolerance }) => error <= tolerance)).toEqual([true, false, true, false]);
  });

  test('batches are filled in the same order, and running averages are bit-identical', async () => {
    const { means, variances } = averageValues(42, 3, 70);
    expect(await ask(['filledPlaces', { seed: 42 }, 40, 16], ['averages', 42, 3, 70])).toEqual([
      [...filledPlaces(40, 16)],
      [sha256(means), sha256(variances)],
    ]);
  });

  test('reference rows of products and of attention agree in float64', async () => {
    const shape = { count: 4, length: 9, width: 5 };
    const [product, row] = (await ask(
      ['productRows', 42, 1, 50, [3, 49]],
      ['attentionRow', 42, 2, shape.length, shape.width, 13],
    )) as [number[][], number[]];
    const expected = referenceRows(42, 1, 50, [3, 49]);
    expect(product.map((values, i) => rowError(values, expected[i]!) < 1e-13)).toEqual([true, true]);
    expect(rowError(row, referenceRow(42, 2, shape, 13))).toBeLessThan(1e-13);
  });

  test('data sets are read and generated byte for byte', async () => {
    const cifarFile = {
      'cifar-100-binary.tar.gz': await archive({
        'train.bin': Buffer.concat([record(3, 0), record(1, 100)]),
        'test.bin': record(2, 200),
      }),
    };
    const idxFiles = packed(tinyIdx);
    const cifar = entryOf(cifarFile, {
      format: 'cifar-100',
      shape: [2, 2, 3],
      classes: 4,
      trainSamples: 2,
      evalSamples: 1,
    });
    const sets: [DatasetEntry, string][] = [
      [entryOf(idxFiles), folderWith(idxFiles)],
      [cifar, folderWith(cifarFile)],
    ];
    const generated = { ...entryOf({}), shape: [5, 6, 2], trainSamples: 1200, evalSamples: 30 } as const;
    const found = await ask(...sets.map((set) => ['dataset', ...set]), ['dataset', generated, null]);
    const expected = await Promise.all(
      sets.map(([entry, folder]) => loadDataset(entry.name, folder, { [entry.name]: entry })),
    );
    expected.push(await generateDataset(generated, () => undefined));
    expect(found).toEqual(expected.map(told));
  });

  test('damaged data are rejected in one line', async () => {
    const labels = 't10k-labels-idx1-ubyte.gz';
    const cut = packed({ ...tinyIdx, [labels]: tinyIdx[labels]!.subarray(0, 9) });
    const torn = { ...packed(tinyIdx), [labels]: packed(tinyIdx)[labels]!.subarray(0, 20) };
    const broken = { 'cifar-100-binary.tar.gz': Buffer.from('no archive') };
    const found = await ask(
      ['dataset', entryOf(packed(tinyIdx)), folderWith(cut)],
      ['dataset', entryOf(cut), folderWith(cut)],
      ['dataset', entryOf(torn), folderWith(torn)],
      ['dataset', entryOf(packed(tinyIdx), { classes: 1 }), folderWith(packed(tinyIdx))],
      ['dataset', entryOf(broken, { format: 'cifar-100' }), folderWith(broken)],
    );
    expect(found).toEqual([
      { raised: expect.stringMatching(/^t10k-labels\S+ has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}$/) },
      { raised: expect.stringMatching(/^t10k-labels\S+: begins with 00000801 .* it is cut or damaged$/) },
      { raised: expect.stringMatching(/^t10k-labels\S+: cannot be unpacked: /) },
      { raised: 'MNIST: holds the label 1, there are 1 classes' },
      { raised: expect.stringMatching(/^cifar-100-binary\.tar\.gz: .* it is cut or damaged$/) },
    ]);
  });

  test('messages of a framework become one line without paths', async () => {
    const found = await ask(
      ['reason', 'CUDA out of memory.\nTried to allocate 2 GiB'],
      ['reason', '\u001b[31mcannot open /home/someone/file.bin\u001b[0m'],
    );
    expect(found).toEqual([
      { type: 'error', status: 'out-of-memory', reason: 'CUDA out of memory. Tried to allocate 2 GiB' },
      { type: 'error', status: 'failed', reason: 'cannot open file.bin' },
    ]);
  });
}
