/** @file How busy others kept a machine while a cell was measured, and whether its times count for a ranking. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { Ok } from '../contract/outcome.ts';
import type { Load } from '../contract/repetition.ts';
import { counted } from './counted.ts';
import { median } from './stats.ts';

/**
 * Share of the processors that others may use while a CPU is measured. A machine at rest uses a few percent; the threads of
 * a step wait for the slowest, so that others on a tenth of the processors cost about a tenth of the speed, twice the
 * difference that counts as throttling.
 */
const BUSY_CPU_SHARE = 0.1;
/** The same while a GPU is measured: its work is started by one thread or two, which find a free processor until then. */
const BUSY_HOST_SHARE = 0.5;
/** Share of the time that others may keep a GPU busy while it is measured; a desktop takes a few percent. */
const BUSY_GPU_SHARE = 0.1;
/** CPU time is counted in ticks of 10 ms, and a browser tab wakes up now and then: less time than this shows nothing. */
const SHORTEST_NS = 2.5e8;

/** The processors that others used on average; null if unknown. */
export const foreignProcessors = ({ wallNs, foreignCpuNs }: Load): number | null =>
  foreignCpuNs === null ? null : foreignCpuNs / wallNs;

/** The median of what is known of the repetitions; null if nothing is. Their median is also the value of a cell. */
function medianOf(loads: readonly Load[], read: (load: Load) => number | null): number | null {
  const known = loads.flatMap((load) => read(load) ?? []);
  return known.length === 0 ? null : median(known);
}

/** What kept the machine busy while a cell was measured, as a clause; null if nothing did or it was not recorded. */
export function busyReason(
  { device }: Pick<Cell, 'device'>,
  { repetitions }: Pick<Ok, 'repetitions'>,
): string | null {
  const loads = repetitions.flatMap(({ load }) => (load && load.wallNs >= SHORTEST_NS ? [load] : []));
  const used = medianOf(loads, foreignProcessors);
  const processors = medianOf(loads, (load) => load.processors) ?? 1;
  const most = device.kind === 'gpu' && !device.software ? BUSY_HOST_SHARE : BUSY_CPU_SHARE;
  if (used !== null && used > most * processors) {
    const whole = counted(Math.round(processors), 'processor');
    return `other programs used ${used.toFixed(1)} of ${whole} meanwhile, more than ${percent(most)} of them`;
  }
  const gpu = medianOf(loads, (load) => load.foreignGpuShare);
  if (gpu === null || gpu <= BUSY_GPU_SHARE) return null;
  return `other programs kept the GPU busy for ${percent(gpu)} of the time, more than ${percent(BUSY_GPU_SHARE)}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
