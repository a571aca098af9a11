import { expect, it } from 'vitest';
import type { Meter } from './meter.ts';
import { measureIdle, startRecorder } from './recorder.ts';

const MS = 1e6;

/** A meter and a clock in the hands of the test. */
function handMeter(windowMs = 0) {
  const state = { nowMs: 1000, stopped: false };
  let tell: (watts: number) => void = () => {};
  let lose: (why: string) => void = () => {};
  const meter: Meter = {
    source: 'rapl',
    scope: 'package',
    name: 'by hand',
    windowMs,
    start(onReading, onLost) {
      tell = (watts) => onReading({ atNs: state.nowMs * MS, watts });
      lose = onLost;
      return () => {
        state.stopped = true;
      };
    },
  };
  const clock = { nowNs: () => state.nowMs * MS, wallMs: () => state.nowMs };
  return { state, meter, clock, tell: (watts: number) => tell(watts), lose: (why: string) => lose(why) };
}

it('keeps what lies within the timed loops, the time between left out', () => {
  const { state, meter, clock, tell } = handMeter();
  const recorder = startRecorder(meter, 12.5, clock);
  tell(1);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  tell(50);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  recorder.setMeasuring(false);
  state.nowMs += 5000;
  tell(2);
  recorder.setMeasuring(true);
  state.nowMs += 50;
  tell(60.123456);
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

it('leaves out readings that look back before the loop', () => {
  const { state, meter, clock, tell } = handMeter(1000);
  const recorder = startRecorder(meter, null, clock);
  recorder.setMeasuring(true);
  for (const watts of [10, 20, 30]) {
    state.nowMs += 500;
    tell(watts);
  }
  expect(recorder.end()?.samples).toEqual([
    { atNs: 1000 * MS, watts: 20 },
    { atNs: 1500 * MS, watts: 30 },
  ]);
});

it('keeps what was read before the meter was lost, with the reason', () => {
  const { state, meter, clock, tell, lose } = handMeter();
  const recorder = startRecorder(meter, null, clock);
  recorder.setMeasuring(true);
  state.nowMs += 100;
  tell(50);
  lose('nvidia-smi ended with exit code 15');
  expect(recorder.end()).toMatchObject({
    samples: [{ watts: 50 }],
    lost: 'nvidia-smi ended with exit code 15',
  });
});

it('is null where the meter told nothing within the loop', () => {
  const { meter, clock, tell, lose } = handMeter();
  const recorder = startRecorder(meter, null, clock);
  tell(50);
  lose('it hung');
  recorder.setMeasuring(true);
  expect(recorder.end()).toBeNull();
});

it('measures the idle machine by the mean, and not where nothing is read or the run is stopped', async () => {
  const ticking = (watts: readonly number[]): Meter => ({
    ...handMeter().meter,
    start(onReading) {
      const rest = [...watts];
      const timer = setInterval(() => {
        const next = rest.shift();
        if (next !== undefined) onReading({ atNs: performance.now() * MS, watts: next });
      }, 10);
      return () => clearInterval(timer);
    },
  });
  const signal = new AbortController().signal;
  expect(await measureIdle(ticking([10, 20, 60]), 0.2, signal)).toBe(30);
  expect(await measureIdle(ticking([]), 0.05, signal)).toBeNull();
  expect(await measureIdle(ticking([10, 20]), 60, AbortSignal.timeout(50))).toBeNull();
});
