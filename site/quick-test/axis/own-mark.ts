/** @file The mark of a browser's result on an axis. Pure. */
import type { Run } from '../result/run.ts';
import type { Measured } from '../result/summary.ts';
import { cpuWayOf, cpuWayText, titleOf } from '../result/words.ts';
import type { Mark } from './mark.ts';

/**
 * The mark of the best result of a part.
 * @param name The chip that the visitor says it is; null for what the browser tells
 */
export function ownMark(best: Measured, { device, summaries }: Run, name: string | null = null): Mark {
  const way = cpuWayOf(summaries);
  return {
    id: `browser-${device.kind}`,
    name: name ?? titleOf(device),
    detail: [
      'in the browser',
      ...(device.software ? ['emulated by the CPU'] : []),
      ...(way ? [cpuWayText(way)] : []),
      best.size,
    ].join(' · '),
    value: best.value,
    kind: 'browser',
    vendor: 'other',
    cpu: device.kind === 'cpu',
  };
}
