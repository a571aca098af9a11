/** @file Records what the worker and everything else on the machine used while a repetition was measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load } from '../../data/contract/repetition.ts';
import { type Clock, performanceClock } from '../measure/clock.ts';
import { type MachineTime, readMachineTime, readTreeTimes } from './processor-time.ts';

/** Counters of the system, to be read before and after what is measured. */
export interface Counters {
  machine(): MachineTime | null;
  /** CPU time of each process and everything it started, in nanoseconds; null if it cannot be read. */
  trees(pids: readonly number[]): Promise<(number | null)[]>;
}

const systemCounters: Counters = { machine: readMachineTime, trees: readTreeTimes };

/**
 * Shortest loop that is judged alone. CPU time is counted in ticks of 10 ms, so half a second is right within about 2 %; for
 * a shorter loop, the whole repetition is recorded instead.
 */
const SHORTEST_LOOP_NS = 5e8;
/**
 * When a worker that is still starting has left the GPU alone for so long that the counter of its use, a mean over up to
 * a second, no longer holds the repetition before.
 */
const GPU_FORGETS_MS = 1200;
/** How long the machine is watched before a repetition where the worker's own CPU time cannot be read. */
const WATCH_MS = 300;

export interface LoadRecorder {
  /** Call when the worker has started. */
  started(pid: number): void;
  /** Call when the worker starts or ends its timed loop. */
  setMeasuring(measuring: boolean): void;
  /** Call once, when the worker has its result and still runs. Resolves to null if nothing could be read. */
  end(): Promise<Load | null>;
}

interface Snapshot {
  atNs: number;
  machine: MachineTime | null;
  /** CPU time of the runner and everything it started, the worker included. */
  ownNs: number | null;
  workerNs: number | null;
}

/** Differences between two snapshots. */
interface Used {
  wallNs: number;
  busyNs: number;
  ownNs: number;
  workerNs: number;
}

/**
 * Reads the counters only at the ends of a timed loop, never inside it: they run on by themselves, so that they cover
 * all of it without disturbing it.
 */
export function startLoadRecorder(
  counters: Counters = systemCounters,
  clock: Clock = performanceClock,
  gpu: GpuWatch = { readShare: null, forgetsMs: GPU_FORGETS_MS },
): LoadRecorder {
  const foreignGpu = watchGpu(gpu);
  let worker: number | null = null;
  let first: Promise<Snapshot> | null = null;
  let loopStart: Promise<Snapshot> | null = null;
  const loops: Promise<Used | null>[] = [];

  const read = async (): Promise<Snapshot> => {
    const [atNs, machine] = [clock.nowNs(), counters.machine()];
    const pids = worker === null ? [process.pid] : [process.pid, worker];
    const [ownNs = null, workerNs = null] = await counters.trees(pids);
    return { atNs, machine, ownNs, workerNs };
  };
  const setMeasuring = (measuring: boolean) => {
    foreignGpu.end();
    if (measuring) loopStart ??= read();
    else if (loopStart !== null) {
      loops.push(difference(loopStart, read()));
      loopStart = null;
    }
  };

  return {
    started(pid) {
      worker = pid;
      first = read();
      foreignGpu.start();
    },
    setMeasuring,
    async end() {
      setMeasuring(false);
      if (first === null) return null;
      const whole = difference(first, read());
      const loop = sum(await Promise.all(loops));
      const isLong = loop !== null && loop.wallNs >= SHORTEST_LOOP_NS;
      const load = toLoad(isLong ? loop : await whole, (await first).machine);
      return load && { ...load, foreignGpuShare: foreignGpu.share() };
    },
  };
}

/** Reads how busy the GPU is, which includes the worker's own use; null where nothing tells. */
interface GpuWatch {
  readShare: (() => Promise<number | null>) | null;
  forgetsMs: number;
}

/** Reads once how busy others keep the GPU, while the worker starts and does not use it yet. */
function watchGpu({ readShare, forgetsMs }: GpuWatch) {
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  let share: number | null = null;
  const read = async () => {
    const busy = (await readShare?.()) ?? null;
    // From its first message on, the worker may use the GPU itself.
    if (!ended) share = busy;
  };
  return {
    start: () => {
      if (readShare !== null) timer = setTimeout(() => void read(), forgetsMs).unref();
    },
    end: () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
    share: () => share,
  };
}

/** Null if one of the counters could not be read. */
async function difference(from: Promise<Snapshot>, to: Promise<Snapshot>): Promise<Used | null> {
  const [start, end] = await Promise.all([from, to]);
  const { machine, ownNs, workerNs } = start;
  if (machine === null || end.machine === null || ownNs === null || end.ownNs === null) return null;
  if (workerNs === null || end.workerNs === null) return null;
  return {
    wallNs: end.atNs - start.atNs,
    busyNs: end.machine.busyNs - machine.busyNs,
    ownNs: end.ownNs - ownNs,
    workerNs: end.workerNs - workerNs,
  };
}

function sum(parts: readonly (Used | null)[]): Used | null {
  return parts.reduce<Used | null>(
    (all, one) =>
      all === null || one === null
        ? (all ?? one)
        : {
            wallNs: all.wallNs + one.wallNs,
            busyNs: all.busyNs + one.busyNs,
            ownNs: all.ownNs + one.ownNs,
            workerNs: all.workerNs + one.workerNs,
          },
    null,
  );
}

const atLeastZero = (ns: number): number => Math.max(0, Math.round(ns));

function toLoad(used: Used | null, machine: MachineTime | null): Load | null {
  // A sandbox may show counters that stand still: then nothing is known about others.
  if (used === null || machine === null || used.wallNs < 1 || used.busyNs <= 0) return null;
  return {
    wallNs: Math.round(used.wallNs),
    processors: machine.processors,
    workerCpuNs: atLeastZero(used.workerNs),
    foreignCpuNs: atLeastZero(used.busyNs - used.ownNs),
    foreignGpuShare: null,
  };
}

/**
 * Watches the machine before a repetition, while the runner does nothing: on systems that do not tell fast how much CPU
 * time the worker used, this is what is known about the load. Null on others, and if nothing could be read.
 */
export async function watchBefore(
  platform: NodeJS.Platform = process.platform,
  counters: Pick<Counters, 'machine'> = systemCounters,
  clock: Clock = performanceClock,
): Promise<Load | null> {
  if (platform !== 'win32') return null;
  const [startNs, start] = [clock.nowNs(), counters.machine()];
  await sleep(WATCH_MS);
  const [endNs, end] = [clock.nowNs(), counters.machine()];
  if (start === null || end === null) return null;
  return {
    wallNs: Math.max(1, Math.round(endNs - startNs)),
    processors: end.processors,
    workerCpuNs: null,
    foreignCpuNs: atLeastZero(end.busyNs - start.busyNs),
    foreignGpuShare: null,
  };
}

/**
 * Records with the counters of this system; waits a moment before it where the worker's own time cannot be read.
 * @param meter Power meter of the cell's device, which may know how busy a GPU is.
 */
export async function recordLoad(
  meter: { readUtilization?(): Promise<number | null> } | null | undefined,
): Promise<LoadRecorder> {
  const before = await watchBefore();
  const recorder = startLoadRecorder(systemCounters, performanceClock, {
    readShare: meter?.readUtilization ?? null,
    forgetsMs: GPU_FORGETS_MS,
  });
  return before === null ? recorder : { ...recorder, end: () => Promise.resolve(before) };
}
