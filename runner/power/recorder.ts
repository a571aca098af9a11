/** @file Records the power readings within the timed loop of one repetition. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Power } from '../../data/contract/outcome.ts';
import { type Clock, performanceClock } from '../measure/clock.ts';
import { LEAST_RUNNING_WATTS, type Meter } from './meter.ts';

export interface Recorder {
  /** Call when the worker starts or ends its timed loop; readings outside of it are dropped. */
  setMeasuring(measuring: boolean): void;
  /**
   * Stops the meter. Returns null if there was no reading within a timed loop, or if the readings are too low for a chip
   * that computes. Idempotent.
   */
  end(): Power | null;
  /** After the end: why a meter that worked before gave no power; null if it gave some, or nothing was measured. */
  whyNone(): string | null;
}

/** Starts the meter immediately, so that its readings are regular by the time measuring begins. */
export function startRecorder(
  meter: Meter,
  idleWatts: number | null,
  clock: Clock = performanceClock,
): Recorder {
  const samples: Power['samples'] = [];
  const windowNs = meter.windowMs * 1e6;
  let lost: string | null = null;
  let measuredNs = 0;
  let sinceNs: number | null = null;

  const setMeasuring = (measuring: boolean) => {
    const nowNs = clock.nowNs();
    if (measuring) sinceNs ??= nowNs;
    else if (sinceNs !== null) {
      measuredNs += nowNs - sinceNs;
      sinceNs = null;
    }
  };
  const stop = meter.start(
    ({ atNs, watts }) => {
      if (sinceNs === null || atNs - windowNs < sinceNs) return;
      samples.push({ atNs: Math.round(measuredNs + atNs - sinceNs), watts: roundWatts(watts) });
    },
    (reason) => {
      lost = reason;
    },
  );
  const tooLow = () => {
    const watts = mean(samples);
    if (watts >= LEAST_RUNNING_WATTS) return null;
    return `${meter.name} gave ${watts.toPrecision(2)} W while computing, less than a running chip draws`;
  };
  return {
    setMeasuring,
    whyNone: () => (samples.length === 0 ? lost : tooLow()),
    end() {
      setMeasuring(false);
      stop();
      if (samples.length === 0 || tooLow() !== null) return null;
      return { source: meter.source, scope: meter.scope, idleWatts, samples: [...samples], lost };
    },
  };
}

/**
 * Measures the mean watts of the idle machine; null if there was no reading or the signal was aborted.
 * @param seconds Must be longer than the meter's window.
 */
export async function measureIdle(
  meter: Meter,
  seconds: number,
  signal: AbortSignal,
): Promise<number | null> {
  const sinceNs = performanceClock.nowNs();
  const read: { watts: number }[] = [];
  const stop = meter.start(
    ({ atNs, watts }) => {
      if (atNs - meter.windowMs * 1e6 >= sinceNs) read.push({ watts });
    },
    () => undefined,
  );
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  stop();
  return signal.aborted || read.length === 0 ? null : roundWatts(mean(read));
}

function mean(samples: readonly { watts: number }[]): number {
  return samples.reduce((sum, { watts }) => sum + watts, 0) / samples.length;
}

/** Counters resolve a milliwatt at best. */
function roundWatts(watts: number): number {
  return Math.round(watts * 1000) / 1000;
}
