/**
 * @file All engines must agree on the number of parameters of a net and on the first losses from the same weights and
 * samples. What is proven where:
 *   each net on each engine        a whole repetition in the engine's own worker, through the protocol: the check before the
 *                                  loop, one timed step, the check after it. Small nets in both recipes, large ones in the
 *                                  optimized recipe.
 *   large nets on emulated GPUs    only the first two steps, at the same shapes: losses, gradients, updates and running
 *                                  averages. The step with dropout, the loop and the check after it do not depend on the
 *                                  size of a net: small nets prove them on the same engines.
 *   deit-small on emulated GPUs    a net with one of its twelve equal encoder layers, in a test of each engine.
 *   large nets on MLX              with a BLAS of the system where there is one (blas.ts); small nets with MLX's own.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { findWorkload } from '../data/catalogue/index.ts';
import type { Recipe, WorkloadId } from '../data/contract/words.ts';
import { findFault, forms } from '../data/derive/personal-data/forms.ts';
import { forwardMacs } from '../data/derive/work.ts';
import { engines } from '../runner/engines/index.ts';
import type { Model } from '../runner/models/layers.ts';
import { CHECK_STEPS, findReference } from '../runner/models/references.ts';
import { parameterCount } from '../runner/models/shapes.ts';
import { findBlas, withBlas } from './blas.ts';
import { exactly, findEngine, isRequired, reportLeftOut, runInWorker, type Working } from './engines.ts';
import { FIRST_STEPS, takeFirstSteps } from './first-steps.ts';
import { type LeftOut, leftOutTitle } from './testing/left-out.ts';

/** All engines that compute nets, slowest on a CPU first, so that the others run in parallel to it. */
const netEngines = engines
  .filter(({ computes }) => computes === 'nets')
  .toSorted((a, b) => (a.expected?.core?.net ?? 0) - (b.expected?.core?.net ?? 0));

/** Number of workers that compute in parallel. */
const AT_ONCE = 2;

/** With the samples of the reference in a batch, only one function has to be built and checked. */
const batchFor = ({ id }: Model): number => findReference(id)!.batch;

/** One step after the check, because only the check matters here. */
const ONE_STEP = { ...exactly(1), minWarmUpSteps: 0 };

/**
 * This net repeats one encoder layer twelve times, which takes an emulated GPU minutes, and MLX with its own BLAS, even
 * where they are required. They train all of its kinds of layers in tests of their own: `shortDeit`, with one such layer,
 * and `tfjs-webgpu` smaller nets.
 */
const REPETITIVE: WorkloadId = 'deit-small';
const isSlow = ({ engine, device }: Working): boolean =>
  device.software || (engine.id === 'mlx' && device.kind === 'cpu' && findBlas() === null);

/** MLX on a CPU with a fast BLAS, where the system has one. */
function hastened(working: Working): Working {
  const { engine, device } = working;
  const library = engine.id === 'mlx' && device.kind === 'cpu' ? findBlas() : null;
  return library === null ? working : { ...working, engine: withBlas(engine, library) };
}

const MINUTES = 60_000;
/** An emulated GPU needs most of this time for a large net. */
const DEADLINE_MS = 15 * MINUTES;

/** Nets with more parameters are tested only in the optimized recipe. */
const LARGE = 1e6;

/** Forward MACs per sample; the check of a net with more keeps two cores busy for up to a minute. */
const HEAVY_MACS = 5e8;

const usual = { mode: 'train', size: null, sequenceLength: null } as const;

export const isLarge = (model: Model): boolean => parameterCount(model) > LARGE;

const isHeavy = ({ id }: Model): boolean => forwardMacs(findWorkload(id)!, usual)! > HEAVY_MACS;

/** The engines that train and are set up; registers a skipped test for each other one. Await it in a test file. */
export async function trainers(): Promise<Working[]> {
  const working: Working[] = [];
  for (const { id } of netEngines) {
    const found = await findEngine(id);
    if ('reason' in found) reportLeftOut(found);
    else working.push(found);
  }
  return working;
}

/** One engine that trains one net in one recipe. */
interface Run {
  working: Working;
  model: Model;
  recipe: Recipe;
}

/** Whether only the first steps are taken, not a whole repetition. */
const isBrief = ({ working: { engine, device }, model }: Run): boolean =>
  device.software && isLarge(model) && FIRST_STEPS.includes(engine.id);

/** Why a run is skipped, and what to do, or null: `npm test` should take only minutes. */
function reasonToLeaveOut({ working, model }: Run): Pick<LeftOut, 'reason' | 'remedy'> | null {
  const { engine, device } = working;
  if (isSlow(working) && model.id === REPETITIVE)
    return { reason: 'its layers repeat', remedy: `runner/engines/${engine.id} has a test with fewer` };
  if (isRequired(engine.id)) return null;
  const remedy = `TRAINMARK_REQUIRE=${engine.id} includes them`;
  if (device.software) return { reason: `${device.name} is emulated and takes minutes`, remedy };
  if (device.kind === 'cpu' && isHeavy(model)) return { reason: 'each takes up to a minute', remedy };
  return null;
}

/** Registers a skipped test for each engine and reason. */
function reportLeftOutRuns(runs: readonly Run[]): void {
  const groups = Map.groupBy(runs, (run) => `${run.working.engine.id} ${reasonToLeaveOut(run)?.reason}`);
  for (const group of groups.values()) {
    const [first] = group as [Run];
    const nets = [...new Set(group.map(({ model }) => model.id))].join(', ');
    const id = `${first.working.engine.id} with ${nets}`;
    test.skip(leftOutTitle({ id, ...reasonToLeaveOut(first)! }), () => undefined);
  }
}

export interface Found {
  who: string;
  losses: readonly number[];
}

/** The losses of one engine; fails if they or the number of parameters differ from the reference. */
function lossesOf(run: Run): Promise<readonly number[]> {
  return isBrief(run) ? firstLossesOf(run) : allLossesOf(run);
}

async function firstLossesOf({ working, model }: Run): Promise<readonly number[]> {
  const { losses, comparisons } = await takeFirstSteps(working.engine.id, model.id, DEADLINE_MS);
  expect(comparisons.map(({ of }) => of)).toEqual(
    expect.arrayContaining(['losses', 'gradients', 'second updates']),
  );
  for (const { of, error, tolerance } of comparisons) expect(error, of).toBeLessThanOrEqual(tolerance);
  return losses;
}

async function allLossesOf({ working, model, recipe }: Run): Promise<readonly number[]> {
  const cell = {
    workload: model.id,
    recipe,
    batchSize: batchFor(model),
    sequenceLength: model.input.kind === 'image' ? null : model.inputShape[0]!,
  };
  const found = isLarge(model) ? hastened(working) : working;
  const attempt = await runInWorker(found, cell, { timing: ONE_STEP }, DEADLINE_MS);
  if (attempt.status !== 'ok') throw new Error('reason' in attempt ? attempt.reason : attempt.status);
  const { check, observed } = attempt.result;
  expect(check).toMatchObject({ kind: 'loss-trajectory', passed: true });
  expect(observed).toMatchObject({ parameters: parameterCount(model) });
  // The runner leaves out a setting whose name is not declared.
  for (const name of Object.keys(observed)) expect(findFault(name, forms.setting), name).toBeNull();
  if (check.kind !== 'loss-trajectory') throw new Error(`${check.kind}: no losses`);
  expect(check.losses).toHaveLength(CHECK_STEPS);
  return check.losses;
}

/** Largest relative difference of any two trajectories over those of some steps that both took. */
function largestGap(all: readonly Found[], steps: number): number {
  const gaps = all.flatMap((one) =>
    all.flatMap((other) =>
      one.losses
        .slice(0, Math.min(steps, other.losses.length))
        .map((loss, step) => Math.abs(loss / other.losses[step]! - 1)),
    ),
  );
  return Math.max(...gaps);
}

/** Starts all jobs in order, a few in parallel; returns one promise per job. */
function startAll<Answer>(jobs: readonly (() => Promise<Answer>)[]): Promise<Answer>[] {
  const answers = jobs.map(() => Promise.withResolvers<Answer>());
  const waiting = jobs.entries();
  const takeTurns = async () => {
    for (const [i, job] of waiting) await job().then(answers[i]!.resolve, answers[i]!.reject);
  };
  for (let i = 0; i < AT_ONCE; i++) void takeTurns();
  return answers.map(({ promise }) => promise);
}

/** Registers the tests of nets: for each net one per engine and recipe, and one that compares all of them. */
export function conform(
  models: readonly Model[],
  working: readonly Working[],
  recipes: readonly Recipe[],
): void {
  const all = models.flatMap((model) =>
    working.flatMap((one) => recipes.map((recipe): Run => ({ working: one, model, recipe }))),
  );
  reportLeftOutRuns(all.filter((run) => reasonToLeaveOut(run) !== null));
  const runs = Map.groupBy(
    all.filter((run) => reasonToLeaveOut(run) === null),
    ({ model }) => model,
  );
  for (const [model, ofModel] of runs) describe(model.id, () => compareRuns(model, ofModel));
}

function compareRuns(model: Model, runs: readonly Run[]): void {
  const all: Found[] = [];
  let losses: Promise<readonly number[]>[] = [];
  beforeAll(() => {
    losses = startAll(runs.map((run) => () => lossesOf(run)));
    // Each job is awaited in its own test, which may start after the job has failed.
    for (const one of losses) one.catch(() => undefined);
  });
  for (const [i, run] of runs.entries()) {
    const who = `${run.working.engine.id}, ${run.recipe}`;
    const what = isBrief(run) ? 'the first two steps' : 'the parameters and losses';
    test(`${who}: ${what} equal the reference`, { timeout: DEADLINE_MS }, async () => {
      all.push({ who, losses: await losses[i]! });
    });
  }
  test('all of them get the same losses', () => {
    const { lossTolerance, firstLossTolerance } = findReference(model.id)!;
    const found = JSON.stringify(all);
    expect(all).toHaveLength(runs.length);
    expect(largestGap(all, CHECK_STEPS), found).toBeLessThanOrEqual(lossTolerance);
    // Before the first step, rounding errors are not amplified.
    expect(largestGap(all, 1), found).toBeLessThanOrEqual(firstLossTolerance);
  });
}
