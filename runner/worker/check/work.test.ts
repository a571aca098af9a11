import { expect, test } from 'vitest';
import { newInputsComparison, waitComparison } from './work.ts';

const MS = 1e6;

function createDevice() {
  const device = {
    nowNs: 0,
    clock: { nowNs: () => device.nowNs, wallMs: () => device.nowNs / MS },
    take: (ms: number) => {
      device.nowNs += ms * MS;
    },
  };
  return device;
}

test('a device that is not waited for still computes when its result is read', async () => {
  const errorOf = async (samples: number[], reads: number[]) => {
    const device = createDevice();
    const next = (times: number[]) => () => device.take(times.length > 1 ? times.shift()! : times[0]!);
    const { error, tolerance } = await waitComparison(
      samples[0]! * MS,
      next(samples),
      next(reads),
      device.clock,
    );
    return error <= tolerance;
  };
  expect(await errorOf([50], [0.1])).toBe(true);
  expect(await errorOf([0.2], [0.3, 0.1])).toBe(true);
  expect(await errorOf([0.2], [50, 0.1, 50, 0.1, 50, 0.1, 50, 0.1, 50, 0.1, 50, 0.1, 50, 0.1, 50, 0.1])).toBe(
    false,
  );
  // Another program took the processor once.
  expect(await errorOf([5], [80, 0.1, 0.1])).toBe(true);
});

test('a result that is kept for the content of its inputs is found by the time of new ones', async () => {
  const errorOf = async (work: (content: number, seen: Set<number>) => number, usualMs: number) => {
    const device = createDevice();
    const seen = new Set<number>();
    let content = -1;
    const pass = (of: number) => {
      device.take(work(of, seen));
      seen.add(of);
    };
    const passes = {
      renew: (round: number) => {
        content = round;
      },
      pass: () => pass(content),
      other: () => pass(-1),
    };
    const { error, tolerance } = await newInputsComparison(passes, usualMs * MS, device.clock);
    return error <= tolerance;
  };
  expect(await errorOf(() => 20, 20)).toBe(true);
  expect(await errorOf((content, seen) => (seen.has(content) ? 2 : 20), 2)).toBe(false);
  // A device that was slow once, and one that does too little to be timed.
  expect(await errorOf((content) => (content === 0 ? 90 : 20), 20)).toBe(true);
  expect(await errorOf((content, seen) => (seen.has(content) ? 0.01 : 0.9), 0.01)).toBe(true);
});
