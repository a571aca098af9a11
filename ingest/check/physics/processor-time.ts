/** @file P29: a processor computes only in the time that the worker used it, so that a GPU's times are not those of a processor. */

import { processorUnits } from '../../../data/catalogue/index.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { type Processor, processorPeak } from '../../../data/derive/bounds/processor-peak.ts';
import { median } from '../../../data/derive/stats.ts';
import { loopNs, samplesTimed } from '../../values/loop.ts';
import type { Measurement } from '../../values/measurement.ts';
import { rateOf } from '../../values/rate.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { WINOGRAD } from './arithmetic.ts';

/** A listed peak is that of all cores at the highest turbo, so that only two sockets, listed as one, do more a core. */
const SOCKETS = 2;

/**
 * CPU time is counted in ticks of 10 ms, user and system time apart, and each is rounded down: of the worker and of a process
 * that it starts, so much may be missing in a repetition. Where a file claims none at all, this is what it may have used.
 */
const UNCOUNTED_NS = 4 * 1e7;

/** The most that one core does in a second, in TFLOP/s; null if it is unknown. */
function coreTflops({ cell, peak }: Measurement, { cpu, os }: Machine): number | null {
  if (cpu === null) return null;
  const single: Processor = { cpu: { ...cpu, physicalCores: 1, logicalCores: 1 }, os };
  const widest = processorPeak(single, cell.dtype, processorUnits)?.tflops ?? null;
  // Cores of Apple share matrix units, so that one alone may do more than its part of the listed peak, but not more than a unit.
  const listed = peak?.rated && os.platform !== 'darwin' ? (SOCKETS * peak.tflops) / cpu.physicalCores : null;
  return listed === null || widest === null ? widest : Math.min(listed, widest);
}

/** Nanoseconds of the loop without its slowest samples, in which the processor may have waited. */
const computedNs = (repetition: Repetition): number =>
  Math.min(loopNs(repetition), samplesTimed(repetition) * median(repetition.samplesNs));

/** Time that the loops took, and the CPU time of the worker meanwhile; null if a repetition does not have it. */
function timesOf(repetitions: readonly Repetition[]): { ns: number; cpuNs: number } | null {
  let [ns, cpuNs] = [0, 0];
  for (const repetition of repetitions) {
    const own = repetition.load?.workerCpuNs ?? null;
    if (own === null) return null;
    ns += computedNs(repetition);
    cpuNs += own + UNCOUNTED_NS;
  }
  return { ns, cpuNs };
}

export const processorTime: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome, facts } = measurement;
    const tflops = rateOf(measurement);
    if (cell.device.kind !== 'cpu' || tflops === null) return [];
    const most = coreTflops(measurement, file.submission.machine);
    const times = timesOf(outcome.repetitions);
    if (most === null || times === null) return [];
    const cores = tflops / most;
    const used = times.cpuNs / times.ns;
    if (cores <= used) return [];
    const severity = cores > (facts.convolutional ? WINOGRAD : 1) * used ? 'quarantine' : 'flag';
    const text = `${tflops.toPrecision(3)} TFLOP/s need ${cores.toPrecision(2)} busy cores, but the worker used ${used.toPrecision(2)}`;
    return [{ check: 'p29-processor-time', severity, measurement, text }];
  });
