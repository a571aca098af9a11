/** @file P32: a worker keeps no more processors busy than it has threads. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { counted } from '../../../data/derive/counted.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** The main thread, and those of the runtime that collect garbage or compile. */
const BESIDE = 2;

/** Counters are read a little before and after the loop. */
const MARGIN = 1.1;

/** Threads that an engine says it uses for its arithmetic; null if it does not say. */
function threadsOf({ cell, outcome }: Measurement): number | null {
  const { threads, interOpThreads } = outcome.observed;
  if (cell.device.kind !== 'cpu' || typeof threads !== 'number') return null;
  return threads + (typeof interOpThreads === 'number' ? interOpThreads : 0);
}

function tooBusy({ load, runIndex }: Repetition, threads: number): string | null {
  if (load === null || load.workerCpuNs === null) return null;
  const used = load.workerCpuNs / load.wallNs;
  return used > MARGIN * (threads + BESIDE)
    ? `the worker of repetition ${runIndex} kept ${used.toPrecision(2)} processors busy with ${counted(threads, 'thread')}`
    : null;
}

/** Only flags: an engine may start threads that it does not count. */
export const threads: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const counted = threadsOf(measurement);
    if (counted === null) return [];
    const [text] = measurement.outcome.repetitions.flatMap((one) => tooBusy(one, counted) ?? []);
    return text === undefined ? [] : [{ check: 'p32-threads', severity: 'flag', measurement, text }];
  });
