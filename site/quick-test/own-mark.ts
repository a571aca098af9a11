/** @file The marks of this browser's results and of chosen peaks on an axis. Pure. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Axis } from './axis/marks.ts';
import { type Mark, peakMark } from './axis/peak.ts';
import type { Measurable } from './device.ts';
import type { Measured, Summary } from './summary.ts';
import { cpuWayOf, cpuWayText, titleOf } from './words.ts';

/** An axis with the peaks of some devices, unless it has them already. */
export function withPeak(axis: Axis, hardware: readonly Hardware[]): Axis {
  const peaks = hardware.flatMap((entry) => peakMark(entry, axis.part) ?? []);
  const added = peaks.filter(({ id }) => axis.marks.every((mark) => mark.id !== id));
  return { ...axis, marks: [...axis.marks, ...added] };
}

/** The mark of the best result of a part. */
export function ownMark(best: Measured, measured: Measurable, summaries: readonly Summary[]): Mark {
  const way = cpuWayOf(summaries);
  return {
    id: `this-browser-${measured.kind}`,
    name: titleOf(measured),
    detail: [
      'this browser',
      ...(measured.device.software ? ['emulated by the CPU'] : []),
      ...(way ? [cpuWayText(way)] : []),
      best.size,
    ].join(' · '),
    value: best.value,
    kind: 'browser',
    vendor: 'other',
    cpu: measured.kind === 'cpu',
  };
}
