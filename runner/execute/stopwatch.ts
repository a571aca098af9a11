/** @file Tells apart the parts of a repetition by when its phases begin. */
import { median } from '../../data/derive/stats.ts';
import type { Parts } from '../plan/estimate.ts';
import type { PlannedCell } from '../plan/plan.ts';
import type { Phase, ResultMessage } from '../protocol/messages.ts';

const NS_PER_MS = 1e6;

export class Stopwatch {
  readonly #now: () => number;
  readonly #startedMs: number;
  readonly #begunMs = new Map<Phase, number>();

  /** @param now Milliseconds of a monotonic clock. */
  constructor(now: () => number) {
    this.#now = now;
    this.#startedMs = now();
  }

  /** A message of the phase has arrived. */
  reached(phase: Phase): void {
    if (!this.#begunMs.has(phase)) this.#begunMs.set(phase, this.#now());
  }

  get elapsedMs(): number {
    return this.#now() - this.#startedMs;
  }

  /** The parts of a repetition that ends now. A phase without messages took no time. */
  parts(): Parts {
    const endMs = this.#now();
    const measureMs = this.#begunMs.get('warm-up') ?? this.#begunMs.get('measure') ?? endMs;
    const checkMs = Math.min(this.#begunMs.get('check') ?? measureMs, measureMs);
    const loadMs = Math.min(this.#begunMs.get('load') ?? this.#startedMs, checkMs);
    return {
      startUpMs: loadMs - this.#startedMs,
      buildMs: checkMs - loadMs,
      checkMs: measureMs - checkMs,
      measureMs: endMs - measureMs,
    };
  }
}

/** Measured milliseconds of what `Estimate.stepMs` expects: a step, a pass, an operation, an epoch, or a whole prompt. */
export function stepMsOf(
  { cell, purpose }: PlannedCell,
  { samplesNs, itemsPerSample }: ResultMessage['repetition'],
): number {
  const sampleMs = median(samplesNs) / NS_PER_MS;
  if (purpose === 'converge' || purpose === 'tokens') return sampleMs;
  return (sampleMs * (cell.batchSize ?? 1)) / itemsPerSample;
}
