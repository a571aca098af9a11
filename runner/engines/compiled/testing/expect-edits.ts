/** @file Runs a compiled engine with every edit and expects its check to fail: for the tests of each engine. */
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../data/contract/cell.ts';
import type { Check } from '../../../../data/contract/proof.ts';
import { averageValues, createBatch, modelValues } from '../../../models/generator.ts';
import {
  conv,
  dense,
  dropout,
  flatten,
  globalAveragePool,
  kerasRmsProp,
  type Model,
  pool,
  relu,
} from '../../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, findReference, type Reference } from '../../../models/references.ts';
import { norm, tiny } from '../../../testing/tiny-nets.ts';
import { shareOf } from '../../../worker/check/dropout.ts';
import { type GradientSample, sampleGradient } from '../../../worker/check/gradient.ts';
import { workloads } from '../../../workloads/index.ts';
import { modelWorkload } from '../../../workloads/model.ts';
import type { Backend } from '../backend.ts';
import { inferenceGraph, trainingGraph } from '../compile.ts';
import type { Limits } from '../graph/limits.ts';
import { createPlan } from '../plan/create.ts';
import { NO_SCALARS } from '../program.ts';
import { stepScalars } from '../scalars.ts';
import { type Offer, runWorkload } from '../tasks/run.ts';
import { dropoutEdits } from './dropout-edits.ts';
import type { DropoutMistake, Edit } from './edit.ts';
import { foundOutputs, keepPrograms, keptOutputs, trainingEdits } from './edits.ts';
import { createTrainer, writeParameters } from './nets/trainer.ts';
import { createMemory } from './plain/memory.ts';
import { runPlain } from './plain/run.ts';
import { requestOf } from './request.ts';

/** Enough timed steps for faults that begin after the fifth. */
const STEPS = 6;

/** The check of a cell. */
async function checkOf(backend: Backend, cell: Partial<Cell>, offer?: Offer): Promise<Check> {
  const request = requestOf({ batchSize: 32, ...cell }, STEPS);
  const workload = workloads.find(({ id }) => id === request.cell.workload)!;
  let check: Check | null = null;
  await runWorkload(offer ?? { workload, findReference }, request, backend, (message) => {
    if (message.type === 'result') check = message.check;
  });
  return check!;
}

/** The comparisons that failed. */
const failuresOf = (check: Check): string[] =>
  'comparisons' in check
    ? check.comparisons.filter(({ error, tolerance }) => error > tolerance).map(({ of }) => of)
    : [];

const copyCell = { workload: 'copy', mode: 'op', batchSize: null, size: 64 } as const;

const forwardCells = [
  ['a copy', copyCell],
  ['a product', { workload: 'matmul', mode: 'op', batchSize: null, size: 48 }],
  ['attention', { workload: 'attention', mode: 'op', batchSize: 2, sequenceLength: 24 }],
  ['inference', { workload: 'mnist-cnn', mode: 'infer', batchSize: 3 }],
] as const satisfies [string, Partial<Cell>][];

/** Of those that take less than a millisecond; a copy has nothing to keep. */
const kept = forwardCells.slice(1);

/** A net with dropout that is small enough for an emulated GPU. Its epsilon is as large as its gradients need. */
const dropped: Model = {
  ...tiny(
    [conv(4, 3, 'same'), pool(2), dropout(0.3), flatten, dense(7, 'relu'), dropout(0.5), dense(4, 'softmax')],
    [8, 8, 2],
  ),
  optimizer: { ...kerasRmsProp, epsilon: 1e-3 },
};

/** A net whose dropouts stand before and after what a residual adds. */
const residuals: Model = {
  ...tiny(
    [
      flatten,
      dense(8, 'relu'),
      { kind: 'residual', body: [dropout(0.4), dense(8, 'linear'), dropout(0.2)], shortcut: [] },
      dense(4, 'softmax'),
    ],
    [3, 4, 2],
  ),
  optimizer: { ...kerasRmsProp, epsilon: 1e-3 },
};

const SAMPLES = 16;
const DRAWS = 60;

/** Roundings alone make a smaller gradient, as that of a key's bias. */
const LEAST_GRADIENT = 1e-9;

const norm2 = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** Mean and standard deviation. */
function spread(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, norm2(values.map((value) => value - mean)) / Math.sqrt(values.length - 1)];
}

/** Means and variances. */
const halves = (both: Float64Array): Float64Array[] => [
  both.subarray(0, both.length / 2),
  both.subarray(both.length / 2),
];

/** The first steps of a net in float64. */
function trainedReference(limits: Limits, model: Model): Reference {
  const graph = trainingGraph(model, SAMPLES, { type: 'float32', recipe: 'naive', limits });
  const memory = createMemory(graph.blocks);
  const states = createPlan(graph).own.filter(({ place }) => place.kind === 'state');
  for (const state of states) if (state.place.kind === 'state') memory.write(state, state.place.start);
  const trainer = createTrainer(graph, memory, { model, seed: CHECK_SEED, dropout: false });
  const batch = createBatch(model, CHECK_SEED, 0, SAMPLES);
  const start = modelValues(model, CHECK_SEED);
  const [losses, updates]: [number[], (number | null)[][]] = [[], []];
  let [found, averages]: [GradientSample[], number[]] = [[], []];
  for (let step = 0; step < CHECK_STEPS; step++) {
    losses.push(trainer.step(batch));
    if (step === 0) found = trainer.gradients().map((gradient, i) => sampleGradient(gradient, i));
    if (step === 0) averages = states.flatMap((state) => halves(memory.of(state)).map(norm2));
    if (step > 1) continue;
    updates.push(
      graph.parameters.map(({ value }, i) =>
        found[i]!.norm < LEAST_GRADIENT
          ? null
          : norm2(memory.of(value).map((now, at) => now - start[i]![at]!)),
      ),
    );
  }
  const draws = Array.from({ length: DRAWS }, (_, draw) => {
    writeParameters(graph, memory, model, CHECK_SEED);
    runPlain(graph.operations, memory, { scalars: stepScalars(model.optimizer, 1, draw) });
    const shares = trainer.gradients().map((gradient, i) => {
      const { spaced } = found[i]!;
      return shareOf(sampleGradient(gradient, i).spaced, spaced);
    });
    return { loss: memory.of(graph.results[0]!)[0]!, shares };
  });
  const [loss, deviation] = spread(draws.map((draw) => draw.loss));
  const shares = found.map((_, i) => spread(draws.map((draw) => draw.shares[i]!)));
  const usual = findReference('mnist-cnn')!;
  const dropout = JSON.stringify(model.layers).includes('"dropout"')
    ? {
        loss,
        deviation,
        shares: shares.map(([mean]) => mean),
        shareDeviations: shares.map(([, deviates]) => deviates),
      }
    : null;
  const gradients = found.map((one) => one.norm);
  const directions = found.map(({ sums }) => sums);
  return { ...usual, batch: SAMPLES, losses, gradients, directions, updates, averages, dropout };
}

/** @param spoil Makes a mistake in all kernels that are generated from now on. */
export function expectEdits(backend: Backend, spoil: (mistake: DropoutMistake | null) => void): void {
  const edited = keepPrograms(backend, spoil);
  const reference = trainedReference(backend.limits, dropped);
  const offer = {
    workload: modelWorkload(dropped, { priority: 1 }),
    findReference: () => reference,
  };
  const trained = (edit: Edit) => checkOf(edited(edit), {}, offer);

  describe('what is timed is what is proven', () => {
    test('training as it should be passes', async () => {
      const check = await trained({});
      expect(check).toMatchObject({ passed: true, measured: true });
      expect('comparisons' in check && check.comparisons.map(({ of }) => of)).toEqual([
        ...['first loss', 'losses', 'gradients', 'gradient directions', 'first updates', 'second updates'],
        ...[
          'loss with dropout',
          'gradients with dropout',
          'gradient shares with dropout',
          'masks of dropout',
        ],
        ...['zeros of dropout', 'scale of dropout', 'zeros of dropout', 'scale of dropout'],
        ...['masks of gradients', 'scale of gradients', 'draws of dropout', 'step in parts'],
        ...['work after the wait', 'steps counted', 'movement', 'last loss', 'movement', 'movement'],
        ...['movement', 'first loss after the loop', 'gradients after the loop'],
        ...['gradient directions after the loop', 'first loss after the loop', 'gradients after the loop'],
        ...['gradient directions after the loop', 'first updates after the loop'],
      ]);
    });

    test.each(trainingEdits)('%s fails', async (_, edit) => {
      expect(await trained(edit)).toMatchObject({ passed: false });
    });

    test.each(dropoutEdits)('%s fails', async (_, edit, by) => {
      expect(failuresOf(await trained(edit))).toContain(by);
    });

    test('dropout passes in the naive recipe, too', async () => {
      expect(failuresOf(await checkOf(edited({}), { recipe: 'naive' }, offer))).toEqual([]);
    });

    test('dropouts of which a residual adds to the output and the gradient pass, and their faults fail', async () => {
      const added = {
        workload: modelWorkload(residuals, { priority: 1 }),
        findReference: () => trainedReference(backend.limits, residuals),
      };
      const failures = async (edit: Edit) => failuresOf(await checkOf(edited(edit), {}, added));
      expect(await failures({})).toEqual([]);
      const redrawn: Edit = {
        dropout: (step, backward) => (backward ? { ...step, layer: step.layer + 9 } : step),
      };
      expect(await failures(redrawn)).toContain('masks of gradients');
    });

    test('a batch that holds no whole copies is compared with one that does', async () => {
      expect(await checkOf(edited({}), { batchSize: 24 }, offer)).toMatchObject({
        passed: true,
        measured: false,
      });
      const reversed: Edit = { gradientFactor: (batch) => (batch === 24 ? -1 : 1) };
      expect(await checkOf(edited(reversed), { batchSize: 24 }, offer)).toMatchObject({ passed: false });
    });

    test('a copy of half of the rows fails', async () => {
      expect(await checkOf(edited({ part: 0.5 }), copyCell)).toMatchObject({ passed: false });
    });

    test('a copy that is left out from some pass on is found as the loop left it', async () => {
      const check = await checkOf(edited({ skip: (earlier) => earlier > 1 }), copyCell);
      const comparisons = 'comparisons' in check ? check.comparisons : [];
      const found = comparisons.filter(({ error, tolerance }) => error > tolerance).map(({ of }) => of);
      expect(found).toContain('outputs after the loop');
    });

    test.each(forwardCells)('%s passes, and fails if its output is kept', async (_, cell) => {
      expect(await checkOf(edited({}), cell)).toMatchObject({ passed: true, measured: true });
      expect(await checkOf(edited(keptOutputs), cell)).toMatchObject({ passed: false });
    });
  });
}

/** Only for a device of this process: what an emulated GPU takes for a pass without work depends on other programs. */
export function expectTimes(backend: Backend): void {
  const edited = keepPrograms(backend, () => undefined);
  test.each(kept)('%s that is found by what its inputs hold fails by its time', async (_, cell) => {
    expect(failuresOf(await checkOf(edited(foundOutputs), cell))).toContain('work on new inputs');
  });
}

/** A net with a normalized shortcut, which is lowered before its body. */
const normalized = tiny(
  [
    { ...conv(4, 3, 'same'), bias: false, activation: 'linear' },
    norm,
    { kind: 'residual', body: [norm, relu], shortcut: [norm] },
    globalAveragePool,
    dense(4, 'softmax'),
  ],
  [6, 6, 2],
);

/** Its outputs for two samples in float64, with the running averages of a check. */
function averagedReference(limits: Limits): Reference {
  const graph = inferenceGraph(normalized, 2, { type: 'float32', recipe: 'naive', limits });
  const memory = createMemory(graph.blocks);
  writeParameters(graph, memory, normalized, CHECK_SEED);
  const states = createPlan(graph).own.filter(({ place }) => place.kind === 'state');
  const scales = graph.parameters.filter(({ weight }) => weight.name.endsWith('.scale'));
  for (const [number, { weight }] of scales.entries()) {
    const state = states.find(({ name }) =>
      name.startsWith(`${weight.name.slice(0, -'scale'.length - 1)} `),
    )!;
    const { means, variances } = averageValues(CHECK_SEED, number, state.shape[1]!);
    memory.write(state, [...means, ...variances]);
  }
  memory.write(graph.inputs[0]!, createBatch(normalized, CHECK_SEED, 0, 2).inputs);
  runPlain(graph.operations, memory, { scalars: NO_SCALARS });
  const outputs = Array.from(memory.of(graph.results[0]!));
  return { ...findReference('mnist-cnn')!, outputs: [outputs.slice(0, 4), outputs.slice(4)] };
}

/** A net that trains, with a normalization. */
const averaged: Model = {
  ...tiny(
    [
      { ...conv(4, 3, 'same'), bias: false, activation: 'linear' },
      norm,
      relu,
      globalAveragePool,
      dense(4, 'softmax'),
    ],
    [6, 6, 2],
  ),
  optimizer: { ...kerasRmsProp, epsilon: 1e-3 },
};

export function expectAverages(backend: Backend): void {
  const edited = keepPrograms(backend, () => undefined);
  const offer = {
    workload: modelWorkload(normalized, { priority: 1 }),
    findReference: () => averagedReference(backend.limits),
  };
  const cell = { workload: 'mnist-cnn', mode: 'infer', batchSize: 4 } as const;

  test('running averages that training leaves as they are, and another epsilon, fail', async () => {
    const reference = trainedReference(backend.limits, averaged);
    const workload = modelWorkload(averaged, { priority: 1 });
    const trained = { workload, findReference: () => reference };
    const asked = { workload: 'mnist-cnn', mode: 'train', batchSize: 32 } as const;
    const right = await checkOf(edited({}), asked, trained);
    expect('comparisons' in right && right.comparisons.filter((one) => one.error > one.tolerance)).toEqual(
      [],
    );
    expect(await checkOf(edited({ epsilonFactor: 100 }), asked, trained)).toMatchObject({ passed: false });
    const wrong = await checkOf(edited({ keptAverages: true }), asked, trained);
    const found = 'comparisons' in wrong ? wrong.comparisons.filter((one) => one.error > one.tolerance) : [];
    expect(found.map(({ of }) => of)).toEqual(expect.arrayContaining(['running averages']));
  });

  test('running averages that are ignored, and another epsilon, fail the check of inference', async () => {
    expect(await checkOf(edited({}), cell, offer)).toMatchObject({ passed: true });
    expect(await checkOf(edited({ epsilonFactor: 100 }), cell, offer)).toMatchObject({ passed: false });
    expect(await checkOf(edited({ startAverages: true }), cell, offer)).toMatchObject({ passed: false });
  });
}
