import { expect, it } from 'vitest';
import type { Meter } from './meter.ts';
import { measureIdle, startRecorder } from './recorder.ts';

const MS = 1e6;

/** A meter and a clock that the test controls. */
function manualMeter(windowMs = 0) {
  const state = { nowMs: 1000, stopped: false };
  let emit: (watts: number) => void = () => {};
  let lose: (reason: string) => void = () => {};
  const meter: Meter = {
    source: 'rapl',
    scope: 'package',
    name: 'manual meter',
    windowMs,
    start(onReading, onLost) {
      emit = (watts) => onReading({ atNs: state.nowMs * MS, watts });
      lose = onLost;
      return () => {
        state.stopped = true;
      };
    },
  };
  const clock = { nowNs: () => state.nowMs * MS, wallMs: () => state.nowMs };
  return {
    state,
    meter,
    clock,
    emit: (watts: number) => emit(watts),
    lose: (reason: string) => lose(reason),
  };
}

it('keeps only readings within the timed loops and skips the time between them', () => {
  const { state, meter, clock, emit } = manualMeter();
  const recorder = startRecorder(meter, 12.5, clock);
  emit(1);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  emit(50);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  recorder.setMeasuring(false);
  state.nowMs += 5000;
  emit(2);
  recorder.setMeasuring(true);
  state.nowMs += 50;
  emit(60.123456);
  expect(recorder.end()).toEqual({
    source: 'rapl',
    scope: 'package',
    idleWatts: 12.5,
    samples: [
      { atNs: 100 * MS, watts: 50 },
      { atNs: 250 * MS, watts: 60.123 },
    ],
    lost: null,
  });
  expect(state.stopped).toBe(true);
});

it('drops readings whose window includes time before the loop', () => {
  const { state, meter, clock, emit } = manualMeter(1000);
  const recorder = startRecorder(meter, null, clock);
  recorder.setMeasuring(true);
  for (const watts of [10, 20, 30]) {
    state.nowMs += 500;
    emit(watts);
  }
  expect(recorder.end()?.samples).toEqual([
    { atNs: 1000 * MS, watts: 20 },
    { atNs: 1500 * MS, watts: 30 },
  ]);
});

it('keeps the readings from before the meter was lost, with the reason', () => {
  const { state, meter, clock, emit, lose } = manualMeter();
  const recorder = startRecorder(meter, null, clock);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  emit(50);
  lose('nvidia-smi ended with exit code 15');
  expect(recorder.end()).toMatchObject({
    samples: [{ watts: 50 }],
    lost: 'nvidia-smi ended with exit code 15',
  });
});

it('returns null if there is no reading within the loop', () => {
  const { meter, clock, emit, lose } = manualMeter();
  const recorder = startRecorder(meter, null, clock);
  emit(50);
  lose('the meter hung');
  recorder.setMeasuring(true);
  expect(recorder.end()).toBeNull();
  expect(recorder.whyNone()).toBe('the meter hung');
});

it('gives no power, but a reason, if the readings are too low for a chip that computes', () => {
  const { state, meter, clock, emit } = manualMeter();
  const recorder = startRecorder(meter, null, clock);
  recorder.setMeasuring(true);
  for (const watts of [0.02, 0.03, 0.022]) {
    state.nowMs += 100;
    emit(watts);
  }
  expect(recorder.end()).toBeNull();
  expect(recorder.whyNone()).toBe(
    'manual meter gave 0.024 W while computing, less than a running chip draws',
  );
});

it('measures idle power as the mean, or null without readings or when the run is stopped', async () => {
  const readingOnce = (watts: readonly number[]): Meter => ({
    ...manualMeter().meter,
    start(onReading) {
      const timer = setTimeout(() => {
        for (const one of watts) onReading({ atNs: performance.now() * MS, watts: one });
      }, 1);
      return () => clearTimeout(timer);
    },
  });
  const signal = new AbortController().signal;
  expect(await measureIdle(readingOnce([10, 20, 60]), 0.2, signal)).toBe(30);
  expect(await measureIdle(readingOnce([]), 0.05, signal)).toBeNull();
  expect(await measureIdle(readingOnce([10, 20]), 60, AbortSignal.timeout(50))).toBeNull();
});
