/** @file What the quick test says of a device: its name, and how the CPU computes. Pure. */
import type { DeviceKind } from '../../../data/contract/words.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import { formatNumber } from '../../rows/format.ts';
import { bestOf } from './best.ts';
import type { Run } from './run.ts';
import type { Summary } from './summary.ts';

export const DEVICE_NAMES: Readonly<Record<DeviceKind, string>> = { gpu: 'GPU', cpu: 'CPU' };

/** A device in short; no browser tells the name of the CPU. */
export const titleOf = ({ kind, name }: Run['device']): string =>
  kind === 'cpu' ? 'CPU of this machine' : shortName(name);

/** How the CPU computed; null before there is a result. */
export interface CpuWay {
  threads: number;
  /** Relaxed SIMD multiplies and adds in one instruction. */
  simd: 'SIMD' | 'relaxed SIMD';
}

/** Reads how the CPU computed from the first result. */
export function cpuWayOf(summaries: readonly Summary[]): CpuWay | null {
  const [first] = summaries.filter((one) => one.kind === 'measured');
  if (first === undefined || first.device !== 'cpu') return null;
  const { threads, relaxedSimd } = first.observed;
  return { threads: Number(threads), simd: relaxedSimd === true ? 'relaxed SIMD' : 'SIMD' };
}

/** "1 thread, relaxed SIMD" */
export const cpuWayText = ({ threads, simd }: CpuWay): string =>
  `${threads === 1 ? '1 thread' : `${threads} threads`}, ${simd}`;

/** "1.23 TFLOP/s", the best product; null if there is none. */
export function headlineOf({ summaries }: Run): string | null {
  const best = bestOf(summaries, 'product');
  return best && `${formatNumber(best.value)} TFLOP/s`;
}

/** What a hidden page meant for the test. */
export const pausesText = (pauses: number): string =>
  `The page was hidden ${pauses === 1 ? 'once' : `${pauses} times`} during the test. Browsers slow hidden pages down, so that time does not count: what was being measured began again.`;
