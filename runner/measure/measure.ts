/** @file The timing loop: warms up until steady, then records every sample. Runs in Node and in the browser. */
import { MAX_SAMPLES, type Repetition } from '../../data/contract/repetition.ts';
import { isSteady, median } from '../../data/derive/stats.ts';
import type { Timing } from '../protocol/messages.ts';
import { type Clock, clockJumped, watchClock } from './clock.ts';

/** The timed work. */
export interface Sampler {
  /** Prepares the next sample; not timed. Omitted if there is nothing to prepare. */
  ready?(): void | Promise<void>;
  /** Computes one sample; resolves when the device has finished. */
  sample(): Promise<void>;
}

/**
 * Progress callback. It is awaited between samples, never within one, and once with fraction 0 right before the first
 * timed sample. `remainingMs` is the time until measuring ends.
 */
export type Report = (
  phase: 'warm-up' | 'measure',
  fraction: number,
  remainingMs: number,
) => void | Promise<void>;

export type Timed = Pick<
  Repetition,
  'warmUpSteps' | 'warmUpNs' | 'steady' | 'samplesNs' | 'samplesThinned' | 'elapsedNs'
>;

/** Samples in a row. */
interface Collected {
  samplesNs: number[];
  /** Nanoseconds from before the first one to the end of the last one. */
  elapsedNs: number;
}

/** A warm-up that does not become steady ends after this many times its minimum. */
export const LONGEST_WARM_UP = 3;

/** Share of the time until the limit of a repetition that the warm-up may take; the rest is left to the samples. */
export const WARM_UP_OF_LIMIT = 0.5;

const REPORT_EVERY_MS = 200;

const NS_PER_MS = 1e6;

/** Keeps at most `most` values, evenly spaced and in order. */
export function thin<Value>(values: readonly Value[], most: number): Value[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => values[Math.floor((i * values.length) / most)]!);
}

/** Takes samples until `done` returns true or the clock has passed `endNs`; reads the clock right before and right after each. */
async function collect(
  task: Sampler,
  clock: Clock,
  endNs: number,
  done: (samplesNs: readonly number[], elapsedMs: number) => boolean,
  report: (samplesNs: readonly number[], elapsedMs: number) => void | Promise<void>,
): Promise<Collected> {
  const samplesNs: number[] = [];
  const startedNs = clock.nowNs();
  let reportedMs = 0;
  for (;;) {
    await task.ready?.();
    const beforeNs = clock.nowNs();
    await task.sample();
    const afterNs = clock.nowNs();
    if (afterNs < beforeNs) throw clockJumped((afterNs - beforeNs) / NS_PER_MS);
    // A coarse clock may not advance during a sample, but the contract requires at least 1 ns.
    samplesNs.push(Math.max(afterNs - beforeNs, 1));
    const elapsedNs = afterNs - startedNs;
    const elapsedMs = elapsedNs / NS_PER_MS;
    if (afterNs >= endNs || done(samplesNs, elapsedMs)) return { samplesNs, elapsedNs };
    if (elapsedMs - reportedMs >= REPORT_EVERY_MS) {
      reportedMs = elapsedMs;
      await report(samplesNs, elapsedMs);
    }
  }
}

/** Expected duration of the timed loop if one sample takes `sampleMs`. */
function expectedMeasureMs(timing: Timing, sampleMs: number): number {
  if (timing.exactSamples !== null) return timing.exactSamples * sampleMs;
  return Math.min(Math.max(timing.minMeasureMs, timing.minSamples * sampleMs), timing.maxMeasureMs);
}

async function warmUp(
  task: Sampler,
  timing: Timing,
  clock: Clock,
  endNs: number,
  report: Report,
): Promise<Collected> {
  const { minWarmUpSteps, minWarmUpMs } = timing;
  if (minWarmUpSteps === 0 && minWarmUpMs === 0) return { samplesNs: [], elapsedNs: 0 };
  const longestMs = Math.min(LONGEST_WARM_UP * minWarmUpMs, timing.maxMeasureMs);
  return collect(
    task,
    clock,
    endNs,
    (samplesNs, elapsedMs) => {
      if (elapsedMs >= timing.maxMeasureMs) return true;
      if (samplesNs.length < minWarmUpSteps || elapsedMs < minWarmUpMs) return false;
      return elapsedMs >= longestMs || isSteady(samplesNs);
    },
    (samplesNs, elapsedMs) => {
      const stepMs = elapsedMs / samplesNs.length;
      const wholeMs = Math.max(minWarmUpMs, minWarmUpSteps * stepMs, elapsedMs);
      return report('warm-up', elapsedMs / wholeMs, wholeMs - elapsedMs + expectedMeasureMs(timing, stepMs));
    },
  );
}

async function takeSamples(
  task: Sampler,
  timing: Timing,
  clock: Clock,
  endNs: number,
  report: Report,
): Promise<Collected> {
  const { exactSamples, minSamples, minMeasureMs, maxMeasureMs } = timing;
  return collect(
    task,
    clock,
    endNs,
    (samplesNs, elapsedMs) => {
      if (exactSamples !== null) return samplesNs.length >= exactSamples;
      return elapsedMs >= maxMeasureMs || (elapsedMs >= minMeasureMs && samplesNs.length >= minSamples);
    },
    (samplesNs, elapsedMs) => {
      const wholeMs = Math.max(expectedMeasureMs(timing, elapsedMs / samplesNs.length), elapsedMs);
      return report('measure', elapsedMs / wholeMs, wholeMs - elapsedMs);
    },
  );
}

/**
 * Warms up, then measures. Samples are whole nanoseconds; more than a file may hold are thinned.
 * @param endNs Reading of the clock after which no new sample starts, once there is one. The warm-up ends after
 * `WARM_UP_OF_LIMIT` of the time until then.
 * @throws Error if the clock jumped during the timed loop
 */
export async function measure(
  task: Sampler,
  timing: Timing,
  clock: Clock,
  report: Report,
  endNs: number = Number.POSITIVE_INFINITY,
): Promise<Timed> {
  const nowNs = clock.nowNs();
  const warm = await warmUp(task, timing, clock, nowNs + WARM_UP_OF_LIMIT * (endNs - nowNs), report);
  const sampleMs = warm.samplesNs.length === 0 ? 0 : median(warm.samplesNs) / NS_PER_MS;
  await report('measure', 0, expectedMeasureMs(timing, sampleMs));
  const checkClock = watchClock(clock);
  const { samplesNs, elapsedNs } = await takeSamples(task, timing, clock, endNs, report);
  checkClock();
  const kept = thin(samplesNs, MAX_SAMPLES);
  return {
    warmUpSteps: warm.samplesNs.length,
    warmUpNs: warm.elapsedNs,
    steady: isSteady(warm.samplesNs),
    samplesNs: kept,
    samplesThinned: samplesNs.length - kept.length,
    elapsedNs: Math.max(elapsedNs, 1),
  };
}
