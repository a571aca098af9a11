/**
 * @file What every engine must agree on for one net: how many parameters it has, and the first five losses from the same
 * weights and samples. Each engine computes them in its own worker, through the protocol, as before every measurement.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Recipe } from '../data/contract/words.ts';
import { engines } from '../runner/engines/index.ts';
import type { Model } from '../runner/models/layers.ts';
import { CHECK_STEPS, findReference } from '../runner/models/references.ts';
import { parameterCount } from '../runner/models/shapes.ts';
import { exactly, findEngine, isRequired, runInWorker, tellLeftOut, type Working } from './engines.ts';
import { leftOutTitle } from './left-out.ts';

/** Every engine that computes nets, the slowest on a CPU first: the others then fill the time beside it. */
const netEngines = engines
  .filter(({ computes }) => computes === 'nets')
  .toSorted((a, b) => (a.expected?.core?.net ?? 0) - (b.expected?.core?.net ?? 0));

/** Workers that compute at once. */
const AT_ONCE = 2;

/** What is timed is of no interest here, so it is as little as can be. */
const BATCH = 2;
const MINUTES = 60_000;
/** An emulated GPU needs most of it for a large net. */
const DEADLINE_MS = 15 * MINUTES;

/** The engines that are set up here; the others are told by name. To be awaited in a test file. */
export async function trainers(): Promise<Working[]> {
  const working: Working[] = [];
  for (const { id } of netEngines) {
    const found = await findEngine(id);
    if ('why' in found) tellLeftOut(found);
    else working.push(found);
  }
  return working;
}

/** A GPU that is emulated takes minutes for each large net: only where the engine is required. */
export const isSlow = ({ engine, device }: Working): boolean => device.software && !isRequired(engine.id);

/** One skipped test that says so. */
export function tellSlow({ engine: { id }, device }: Working): void {
  const why = `${device.name} is emulated and takes minutes for each`;
  const mend = `TRAINMARK_REQUIRE=${id} takes them`;
  test.skip(leftOutTitle({ id: `${id} for large nets`, why, mend }), () => undefined);
}

/** Nets of more parameters are tested in the optimized recipe alone. */
const LARGE = 1e6;

export const isLarge = (model: Model): boolean => parameterCount(model) > LARGE;

export interface Found {
  who: string;
  losses: readonly number[];
}

/** The losses that one engine finds; fails where they or its parameters are not those of the reference. */
async function lossesOf(working: Working, model: Model, recipe: Recipe): Promise<number[]> {
  const cell = {
    ...{ workload: model.id, recipe, batchSize: BATCH },
    sequenceLength: model.input.kind === 'image' ? null : model.inputShape[0]!,
  };
  const attempt = await runInWorker(working, cell, { timing: exactly(1) }, DEADLINE_MS);
  if (attempt.status !== 'ok') throw new Error('reason' in attempt ? attempt.reason : attempt.status);
  const { check, observed } = attempt.result;
  expect(check).toMatchObject({ kind: 'loss-trajectory', passed: true });
  expect(observed).toMatchObject({ parameters: parameterCount(model) });
  if (check.kind !== 'loss-trajectory') throw new Error(`${check.kind}: no losses`);
  return check.losses;
}

/** Largest relative difference of any two trajectories over some steps. */
export function largestGap(all: readonly Found[], steps: number): number {
  const gaps = all.flatMap((one) =>
    all.flatMap((other) =>
      one.losses.slice(0, steps).map((loss, step) => Math.abs(loss / other.losses[step]! - 1)),
    ),
  );
  return Math.max(...gaps);
}

/** Starts all jobs in order, a few of them at once; each answer comes by itself. */
function startAll<Answer>(jobs: readonly (() => Promise<Answer>)[]): Promise<Answer>[] {
  const answers = jobs.map(() => Promise.withResolvers<Answer>());
  const waiting = jobs.entries();
  const takeTurns = async () => {
    for (const [i, job] of waiting) await job().then(answers[i]!.resolve, answers[i]!.reject);
  };
  for (let i = 0; i < AT_ONCE; i++) void takeTurns();
  return answers.map(({ promise }) => promise);
}

/** Registers the tests of a net: one for each engine and recipe, and one that compares all of them. */
export function conforms(model: Model, engines: readonly Working[], recipes: readonly Recipe[]): void {
  describe(model.id, () => {
    const runs = engines.flatMap((working) => recipes.map((recipe) => ({ working, recipe })));
    const all: Found[] = [];
    let losses: Promise<number[]>[] = [];
    beforeAll(() => {
      losses = startAll(
        runs.map(
          ({ working, recipe }) =>
            () =>
              lossesOf(working, model, recipe),
        ),
      );
      // Each is awaited in its own test, which may come later than its failure.
      for (const one of losses) one.catch(() => undefined);
    });
    for (const [i, { working, recipe }] of runs.entries()) {
      const who = `${working.engine.id}, ${recipe}`;
      test(`${who}: its parameters and the losses of the reference`, { timeout: DEADLINE_MS }, async () => {
        all.push({ who, losses: await losses[i]! });
      });
    }
    test('all of them find the same losses', () => {
      const { lossTolerance, firstLossTolerance } = findReference(model.id)!;
      const found = JSON.stringify(all);
      expect(all).toHaveLength(runs.length);
      expect(largestGap(all, CHECK_STEPS), found).toBeLessThanOrEqual(lossTolerance);
      // Before any step, nothing has amplified a rounding.
      expect(largestGap(all, 1), found).toBeLessThanOrEqual(firstLossTolerance);
    });
  });
}
