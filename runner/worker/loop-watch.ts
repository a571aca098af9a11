/**
 * @file Looks at steps of the loop itself, between samples, where each sample is one long step: what it did to the first
 * array is compared with the rule. Further steps of that length would cost more than they could tell.
 */
import type { Comparison } from '../../data/contract/proof.ts';
import { modelWeights, product } from '../models/shapes.ts';
import { movementComparison, type OptimizerSample } from './check/movement.ts';
import { sampledPart } from './check/sampled-parts.ts';
import type { Trained } from './training-check.ts';

/** Most steps that are looked at. */
export const MOST_LOOKS = 30;

/** Reading a part of an array takes about a millisecond: a small share of such a step. Shorter ones are repeated afterwards. */
const LONG_MS = 50;

interface Look {
  sample: OptimizerSample;
  /** Steps until then. */
  steps: number;
}

export class LoopWatch {
  readonly comparisons: Comparison[] = [];
  readonly #trained: Trained;
  readonly #steps: () => number;
  readonly #nowMs: () => number;
  #last: Look | null = null;
  #lastMs = 0;
  #short = false;

  /** @param steps Steps since the restart. */
  constructor(trained: Trained, steps: () => number, nowMs: () => number = () => performance.now()) {
    this.#trained = trained;
    this.#steps = steps;
    this.#nowMs = nowMs;
  }

  /** Called before each sample. */
  async look(): Promise<void> {
    const steps = this.#steps();
    this.#short ||= this.#last !== null && this.#nowMs() - this.#lastMs < LONG_MS;
    // The state of an optimizer may exist only after its first step.
    if (steps === 0 || this.#short || this.comparisons.length >= MOST_LOOKS) return;
    const { model } = this.#trained;
    const sample = await this.#trained.sample(0, sampledPart(product(modelWeights(model)[0]!.shape)));
    if (this.#last?.steps === steps - 1) {
      this.comparisons.push(movementComparison([this.#last.sample], [sample], model.optimizer, steps));
    }
    this.#last = { sample, steps };
    this.#lastMs = this.#nowMs();
  }
}
