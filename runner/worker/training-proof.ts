/** @file Shows after the timed loop of a training what it did, by the rules of check/rules.md. */
import type { Comparison } from '../../data/contract/proof.ts';
import type { Layer } from '../models/layers.ts';
import { CHECK_SEED, type Reference } from '../models/references.ts';
import { modelWeights, product } from '../models/shapes.ts';
import { type AverageStep, averagesComparison } from './check/averages.ts';
import { worstOf } from './check/comparison.ts';
import { reloadedComparisons, repeatedComparisons, requireFinite } from './check/first-steps.ts';
import { lastLossComparison, stepsComparison } from './check/loop.ts';
import { movementComparison, type OptimizerSample } from './check/movement.ts';
import { sampledPart } from './check/sampled-parts.ts';
import type { Progress } from './emit.ts';
import { type FilledBatch, filledBatch } from './fill.ts';
import { type LoopWatch, MOST_LOOKS } from './loop-watch.ts';
import {
  type CheckedStep,
  firstSteps,
  fits,
  type Proven,
  type StepOptions,
  summed,
  type Trained,
} from './training-check.ts';

/** The state that a timed loop left. */
export interface LoopEnd {
  /** Steps that were run since the restart. */
  steps: number;
  /** The loss that the last of them reported. */
  lastLoss: number;
}

/** Samples of the first arrays. */
async function samplesOf(trained: Trained, arrays = Number.POSITIVE_INFINITY): Promise<OptimizerSample[]> {
  const parts = modelWeights(trained.model)
    .slice(0, arrays)
    .map(({ shape }) => sampledPart(product(shape)));
  return Promise.all(parts.map((part, number) => trained.sample(number, part)));
}

/** A loss of an untrained net is about the logarithm of its classes; a bound where there is no reference. */
const LOSS_TOLERANCE = 3e-4;

/** Steps after the loop of which every array is looked at: the first without dropout, whose loss can be computed again; the second as timed. */
const LOOKED_AT = 2;

/** As many more as were not looked at in the loop have their first array looked at, within this time: a step that is seldom left out is found, too. */
const GLANCING_MS = 1500;

type Averages = readonly ArrayLike<number>[];

/** Running means and variances before any step. */
const STARTS = [0, 1] as const;

/** Momentum of each batch normalization, in the order of the layers. */
const momenta = (layers: readonly Layer[]): number[] =>
  layers.flatMap((layer) => {
    if (layer.kind === 'residual') return [...momenta(layer.body), ...momenta(layer.shortcut)];
    return layer.kind === 'batch-norm' ? [layer.momentum] : [];
  });

/** A training after its timed loop. */
class Afterwards<Placed> {
  readonly comparisons: Comparison[] = [];
  readonly #measured: Trained<Placed>;
  #steps: number;

  /** @param steps Steps since the restart. */
  constructor(measured: Trained<Placed>, steps: number) {
    this.#measured = measured;
    this.#steps = steps;
  }

  /** Takes a step and compares what it did to the first arrays with what their state says. */
  async look(batch: Placed, options: StepOptions, arrays?: number): Promise<CheckedStep> {
    const { optimizer } = this.#measured.model;
    const before = await samplesOf(this.#measured, arrays);
    const taken = await this.#measured.step(batch, options);
    requireFinite([taken.loss], this.#steps++);
    const after = await samplesOf(this.#measured, arrays);
    this.comparisons.push(movementComparison(before, after, optimizer, this.#steps, taken.gradients));
    return taken;
  }

  async furtherSteps(batch: Placed, reference: Reference | null, watch: LoopWatch): Promise<void> {
    const expected = await this.#measured.loss(batch);
    const { loss } = await this.look(batch, { dropout: false });
    const tolerance = reference?.firstLossTolerance ?? LOSS_TOLERANCE;
    this.comparisons.push(lastLossComparison(loss, expected, tolerance));
    let tookMs = 0;
    for (let step = 1; step < LOOKED_AT; step++) {
      const beganMs = performance.now();
      await this.look(batch, { dropout: true });
      tookMs = performance.now() - beganMs;
    }
    await this.#glance(batch, tookMs, watch.comparisons);
  }

  /** Keeps the worst of its comparisons and of those in the loop; takes none of those steps where one takes too long for the time that they have. */
  async #glance(batch: Placed, tookMs: number, watched: readonly Comparison[]): Promise<void> {
    const first = this.comparisons.length;
    const endMs = performance.now() + GLANCING_MS;
    for (let step = watched.length; step < MOST_LOOKS && performance.now() + tookMs < endMs; step++) {
      await this.look(batch, { dropout: true }, 1);
    }
    const glances = [...watched, ...this.comparisons.splice(first)];
    if (glances.length > 0) this.comparisons.push(worstOf(glances));
  }

  /**
   * A step from the start values of the reference that counts as one more of the loop's: neither the count of the steps
   * nor the state of the optimizer is reset, so that steps of the loop cannot be told from it.
   */
  async fromStartValues(filled: FilledBatch, { reference, averages: first }: Proven): Promise<void> {
    this.#measured.load(CHECK_SEED);
    const before = await this.#measured.averages();
    const batch = this.#measured.place(filled);
    const { loss, gradients } = await this.look(batch, { dropout: false, gradients: true });
    this.#measured.release(batch);
    this.comparisons.push(...reloadedComparisons({ loss, gradients: summed(gradients ?? []) }, reference));
    if (before.length > 0) await this.#compareAverages(first, before, reference.gradientTolerance);
  }

  async #compareAverages(first: Averages, before: Averages, tolerance: number): Promise<void> {
    const after = await this.#measured.averages();
    const steps = momenta(this.#measured.model.layers).flatMap((momentum, norm) =>
      STARTS.map((start, at): AverageStep => {
        const i = STARTS.length * norm + at;
        return { start, momentum, first: first[i]!, before: before[i]!, after: after[i]! };
      }),
    );
    this.comparisons.push(averagesComparison(steps, tolerance));
  }
}

/**
 * Shows after the timed loop what it did, and that its function still computes the reference.
 * @param batch The first of the timed batches.
 * @param proven As the check before the loop found it.
 * @param watch Of the loop.
 */
export async function proveTraining<Placed>(
  measured: Trained<Placed>,
  batch: Placed,
  end: LoopEnd,
  proven: Proven | null,
  watch: LoopWatch,
  progress: Progress,
): Promise<Comparison[]> {
  await progress(0);
  requireFinite([end.lastLoss], end.steps - 1);
  const afterwards = new Afterwards(measured, end.steps);
  const counted = stepsComparison(measured.stepsCounted(), end.steps);
  await afterwards.furtherSteps(batch, proven?.reference ?? null, watch);
  if (proven === null || proven.samples === 0) return [counted, ...afterwards.comparisons];
  const { reference, samples } = proven;
  const filled = filledBatch(measured.model, measured.batchSize, samples);
  await afterwards.fromStartValues(filled, proven);
  if (!fits(measured, reference)) return [counted, ...afterwards.comparisons];
  const steps = await firstSteps(measured, filled, 1, progress);
  return [counted, ...afterwards.comparisons, ...repeatedComparisons(steps, reference)];
}
