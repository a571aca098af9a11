/** @file How the time of a step is divided among its kernels. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { median } from '../../../../data/derive/stats.ts';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { PlannedKernel } from './program.ts';

export interface KernelTime {
  /** For example "product 6x8". */
  name: string;
  kind: Operation['kind'];
  chunks: number;
  /** From the end of the kernel before it to its own end, with the wait for other threads. */
  ms: number;
}

/** Notes when each kernel of a step ends. */
export interface LapTimer {
  /** Begins a step. */
  begin(): void;
  /** Notes the end of a kernel; a driver that goes on after it gave up reports the earlier ends again. */
  lap(kernel: number): void;
  /** Milliseconds of each kernel of the step. */
  lapsMs(): number[];
}

export function createLapTimer(): LapTimer {
  let beganMs = 0;
  let endsMs: number[] = [];
  return {
    begin: () => {
      endsMs = [];
      beganMs = performance.now();
    },
    lap: (kernel) => {
      if (kernel === endsMs.length) endsMs.push(performance.now());
    },
    lapsMs: () => endsMs.map((endMs, kernel) => endMs - (endsMs[kernel - 1] ?? beganMs)),
  };
}

/** The median time of each kernel. @param steps for each step the milliseconds of all kernels */
export const timesOf = (kernels: readonly PlannedKernel[], steps: readonly number[][]): KernelTime[] =>
  kernels.map(({ kernel, operation }, number) => ({
    name: kernel.name,
    kind: operation.kind,
    chunks: kernel.chunks,
    ms: median(steps.map((laps) => laps[number]!)),
  }));

const camelCase = (kind: string): string =>
  kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const sumMs = (times: readonly KernelTime[]): number => times.reduce((sum, { ms }) => sum + ms, 0);

/** The share of each kind of operation in the time of a step. */
export function sharesOf(times: readonly KernelTime[]): Observed {
  const totalMs = sumMs(times);
  if (totalMs === 0) return {};
  const kinds = [...Map.groupBy(times, ({ kind }) => kind)];
  return Object.fromEntries(kinds.map(([kind, all]) => [`share.${camelCase(kind)}`, sumMs(all) / totalMs]));
}
