import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loadSchema } from '../../data/contract/repetition.ts';
import { parseAllowed } from '../system/processor-list.ts';
import {
  type MachineTime,
  parsePidStat,
  parsePs,
  parseStat,
  readMachineTime,
  readTreeTimes,
} from './processor-time.ts';
import { startLoadRecorder, watchBefore } from './recorder.ts';

it('counts the processors that the process may use, without idle time, in nanoseconds', () => {
  const stat = `cpu  999 0 0 0 0 0 0 0 0 0
cpu0 100 10 20 5000 700 3 4 5 50 0
cpu1 1 0 0 9000 0 0 0 0 0 0
cpu10 7 0 0 9000 0 0 0 0 0 0
intr 55 0
`;
  expect(parseStat(stat, null)).toEqual({ busyNs: 150e7, processors: 3 });
  expect(parseStat(stat, new Set([0, 10]))).toEqual({ busyNs: 149e7, processors: 2 });
  expect(parseStat('', null)).toBeNull();
  expect(parseAllowed('Cpus_allowed:\tff\nCpus_allowed_list:\t0-2,8,10-11\n')).toEqual(
    new Set([0, 1, 2, 8, 10, 11]),
  );
  expect(parseAllowed(null)).toBeNull();
});

it('reads the time of a process with its ended children, whatever it is called', () => {
  const stat = '4242 (node) (x) y) S 1 4242 4242 0 -1 4194304 1 2 3 4 10 20 30 40 20 0 11 0 1 2 3';
  expect(parsePidStat(stat)).toBe(100e7);
  expect(parsePidStat('4242 (node')).toBeNull();
  expect(parsePidStat(null)).toBeNull();
});

it('adds up a tree of the table of ps', () => {
  const table =
    '    1     0   0:09.00\n  20     1   1:01.50\n  21    20   0:00.25\n  22  21 1-01:00:00\n  30 1 5:00.00\n';
  expect(parsePs(table, 20)).toBe((61.5 + 0.25 + 86_400 + 3600) * 1e9);
  expect(parsePs(table, 99)).toBeNull();
});

it.skipIf(process.platform === 'win32')('counts the time of a child of a child', async () => {
  // The child of the child computes for as many microseconds as it is told, between two lines.
  const burn = `console.log('ready'); process.stdin.once('data', (text) => {
    const end = process.cpuUsage().user + Number(text);
    while (process.cpuUsage().user < end);
    console.log('done');
  });`;
  const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(burn)}], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', parent], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  try {
    expect((await lines.next()).value).toBe('ready');
    const [before] = await readTreeTimes([child.pid!]);
    child.stdin.write('400000\n');
    expect((await lines.next()).value).toBe('done');
    const [after] = await readTreeTimes([child.pid!]);
    expect(after! - before!).toBeGreaterThan(2e8);
  } finally {
    process.kill(-child.pid!, 'SIGKILL');
  }
});

it('the counters of this machine are cumulative', () => {
  const first = readMachineTime();
  const second = readMachineTime();
  expect(first?.processors).toBeGreaterThan(0);
  expect(second!.busyNs).toBeGreaterThanOrEqual(first!.busyNs);
});

/** Counters that advance by the clock: others use one processor, the runner and its worker two more, the worker 1.5. */
function simulated() {
  const clock = { ns: 0, nowNs: () => clock.ns, wallMs: () => clock.ns / 1e6 };
  let stopped = false;
  const machine = (): MachineTime | null => ({ busyNs: stopped ? 0 : 3 * clock.ns, processors: 4 });
  const trees = (pids: readonly number[]) => {
    const ns = clock.ns;
    return Promise.resolve(pids.map((pid) => (pid === process.pid ? 2 * ns : 1.5 * ns)));
  };
  const stop = () => {
    stopped = true;
  };
  return { clock, stop, counters: { machine, trees } };
}

it('records the timed loops only, if they are long enough', async () => {
  const { clock, counters } = simulated();
  const recorder = startLoadRecorder(counters, clock);
  recorder.started(7);
  for (let loop = 0; loop < 2; loop++) {
    clock.ns += 9e9;
    recorder.setMeasuring(false);
    recorder.setMeasuring(true);
    recorder.setMeasuring(true);
    clock.ns += 1e9;
    recorder.setMeasuring(false);
  }
  const load = await recorder.end();
  expect(load).toEqual({
    wallNs: 2e9,
    processors: 4,
    workerCpuNs: 3e9,
    foreignCpuNs: 2e9,
    foreignGpuShare: null,
  });
  expect(loadSchema.parse(load)).toEqual(load);
});

it('records the whole repetition if the loop is short, and nothing if the counters stand still', async () => {
  const { clock, counters, stop } = simulated();
  const recorder = startLoadRecorder(counters, clock);
  recorder.started(7);
  clock.ns += 2e9;
  recorder.setMeasuring(true);
  clock.ns += 1e8;
  expect(await recorder.end()).toMatchObject({ wallNs: 2.1e9, foreignCpuNs: 2.1e9 });
  stop();
  const silent = startLoadRecorder(counters, clock);
  silent.started(7);
  clock.ns += 2e9;
  expect(await silent.end()).toBeNull();
});

describe('the GPU', () => {
  /** @param forgetsMs After this time it is read; the worker says something after 100 ms. */
  const shareOf = async (forgetsMs: number, read: () => Promise<number | null>) => {
    const { clock, counters } = simulated();
    const recorder = startLoadRecorder(counters, clock, { readShare: read, forgetsMs });
    recorder.started(7);
    await sleep(100);
    recorder.setMeasuring(false);
    await sleep(50);
    clock.ns += 2e9;
    return (await recorder.end())?.foreignGpuShare;
  };

  it('is read while the worker starts', async () => {
    expect(await shareOf(0, () => Promise.resolve(0.4))).toBe(0.4);
    expect(await shareOf(0, () => Promise.resolve(null))).toBeNull();
  });

  it('is not read, or the reading is dropped, once the worker may use it', async () => {
    let reads = 0;
    const late = async () => {
      reads++;
      await sleep(120);
      return 0.9;
    };
    expect(await shareOf(10_000, late)).toBeNull();
    expect(reads).toBe(0);
    expect(await shareOf(0, late)).toBeNull();
    expect(reads).toBe(1);
  });
});

it('watches the machine before a repetition only where the time of a worker cannot be read', async () => {
  const { clock, counters } = simulated();
  expect(await watchBefore('linux', counters, clock)).toBeNull();
  expect(await watchBefore('win32', counters, clock)).toMatchObject({ workerCpuNs: null, processors: 4 });
});
