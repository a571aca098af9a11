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

/** Durations in turn; the last one from then on. */
const takenBy = (device: ReturnType<typeof createDevice>, times: number[]) => () =>
  device.take(times.length > 1 ? times.shift()! : times[0]!);

test('a device that is not waited for still computes when its result is read', async () => {
  const passes = async (samples: number[], reads: number[]) => {
    const device = createDevice();
    const [sample, read] = [takenBy(device, samples), takenBy(device, reads)];
    const { error, tolerance } = await waitComparison(sample, read, device.clock);
    return error <= tolerance;
  };
  const rounds = <Times>(count: number, ...times: Times[]): Times[] => Array(count).fill(times).flat();
  expect(await passes([50], [0.1])).toBe(true);
  expect(await passes([0.2], [0.3, 0.1])).toBe(true);
  expect(await passes([0.2], rounds(50, 50, 0.1))).toBe(false);
  // Less than a millisecond that is left.
  expect(await passes([0.05], rounds(50, 0.8, 0.05))).toBe(false);
  // Another program took the processor once.
  expect(await passes([5], [80, 0.1, 0.1])).toBe(true);
});

test('a result that is kept for the content of its inputs is found by the time of new ones', async () => {
  const passes = async (
    work: (content: number, seen: Set<number>) => number,
    usualMs: number,
    resolutionMs = 0,
  ) => {
    const device = createDevice();
    const seen = new Set<number>();
    let content = -1;
    const pass = (of: number) => {
      device.take(work(of, seen));
      seen.add(of);
    };
    // A clock with steps goes on by itself, or its step could not be seen.
    const stepped = () => {
      device.take(resolutionMs / 100);
      return Math.floor(device.nowNs / (resolutionMs * MS)) * resolutionMs * MS;
    };
    const clock = resolutionMs === 0 ? device.clock : { ...device.clock, nowNs: stepped };
    const calls = { renew: () => void content++, pass: () => pass(content), other: () => pass(-1) };
    const { error, tolerance } = await newInputsComparison(calls, usualMs * MS, clock);
    return error <= tolerance;
  };
  expect(await passes(() => 20, 20)).toBe(true);
  expect(await passes((content, seen) => (seen.has(content) ? 2 : 20), 2)).toBe(false);
  // A device that was slow once.
  expect(await passes((content) => (content === 0 ? 90 : 20), 20)).toBe(true);
  // Less than a millisecond, and what is too little to be timed by the clock.
  const short = (content: number, seen: Set<number>) => (seen.has(content) ? 0.01 : 0.9);
  expect(await passes(short, 0.01)).toBe(false);
  expect(await passes(short, 0.01, 0.005)).toBe(false);
  expect(await passes(short, 0.01, 0.5)).toBe(true);
  expect(await passes((content, seen) => (seen.has(content) ? 0.01 : 0.08), 0.01)).toBe(true);
});
