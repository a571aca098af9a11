/** @file The readings of one repetition: those that lie within its timed loop. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Power } from '../../data/contract/outcome.ts';
import { type Clock, performanceClock } from '../measure/clock.ts';
import type { Meter } from './meter.ts';

export interface Recorder {
  /** Told whenever the worker begins or ends its timed loop; time outside is left out. */
  setMeasuring(measuring: boolean): void;
  /** Stops the meter; null where no reading lay within a timed loop. Further calls give the same. */
  end(): Power | null;
}

/** Starts the meter at once, so that it runs evenly when measuring begins. */
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
    (why) => {
      lost = why;
    },
  );
  return {
    setMeasuring,
    end() {
      setMeasuring(false);
      stop();
      if (samples.length === 0) return null;
      return { source: meter.source, scope: meter.scope, idleWatts, samples: [...samples], lost };
    },
  };
}

/**
 * Mean watts while nothing is measured; null where the meter gave no reading or the signal came.
 * @param seconds Longer than the meter's window.
 */
export async function measureIdle(
  meter: Meter,
  seconds: number,
  signal: AbortSignal,
): Promise<number | null> {
  const recorder = startRecorder(meter, null);
  recorder.setMeasuring(true);
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  const samples = recorder.end()?.samples ?? [];
  if (signal.aborted || samples.length === 0) return null;
  return roundWatts(samples.reduce((sum, { watts }) => sum + watts, 0) / samples.length);
}

/** Counters are no better than a milliwatt. */
function roundWatts(watts: number): number {
  return Math.round(watts * 1000) / 1000;
}
