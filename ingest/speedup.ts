/** @file How many times faster than the baseline a value is, and why where that cannot be said. */
import type { Baseline } from '../data/contract/catalogue.ts';
import type { Flag } from '../data/contract/leaderboard.ts';
import { type Metric, metrics } from '../data/contract/words.ts';
import type { Entry } from './entry.ts';

/** Times faster: above 1 `value` wins. Both in the metric's unit and above 0. */
export function timesFaster(metric: Metric, value: number, reference: number): number {
  return metrics[metric].higherIsBetter ? value / reference : reference / value;
}

export interface Speedup {
  speedup: number | null;
  speedupReason: string | null;
  baselineValue: number | null;
  /** What a reader must know of the comparison; null where nothing. */
  flag: Flag | null;
}

const none = (speedupReason: string): Speedup => ({
  speedup: null,
  speedupReason,
  baselineValue: null,
  flag: null,
});

/** How close a baseline row is, better first: the same kind of evidence, then the same recipe, batch and precision. */
function closeness(base: Entry, entry: Entry): number {
  const same = (key: 'provenance' | 'recipe' | 'batchSize' | 'dtype') =>
    Number(base.row[key] === entry.row[key]);
  return 8 * same('provenance') + 4 * same('recipe') + 2 * same('batchSize') + same('dtype');
}

function baselineOf(entry: Entry, entries: readonly Entry[], baseline: Baseline): Entry | null {
  const { workload, mode, metric, size, sequenceLength } = entry.row;
  const candidates = entries.filter(
    ({ row, variant, unranked, withheld }) =>
      row.hardware === baseline.hardware &&
      row.device.kind === baseline.device &&
      row.workload === workload &&
      row.mode === mode &&
      row.metric === metric &&
      row.size === size &&
      row.sequenceLength === sequenceLength &&
      variant.length === 0 &&
      unranked === null &&
      withheld === null,
  );
  const [best] = candidates.sort(
    (a, b) =>
      closeness(b, entry) - closeness(a, entry) ||
      timesFaster(metric, b.row.value, a.row.value) - timesFaster(metric, a.row.value, b.row.value) ||
      (a.row.id < b.row.id ? -1 : 1),
  );
  return best ?? null;
}

function publishedBaseline(entry: Entry, base: Entry): Flag | null {
  if (entry.row.provenance === 'published' || base.row.provenance !== 'published') return null;
  const { engine, recipe, batchSize } = base.row;
  const batch = batchSize === null ? '' : `, batch ${batchSize}`;
  return {
    id: 'published-baseline',
    text: `Compared with a published figure, not with a measured one: ${engine}, ${recipe} recipe${batch}, on the baseline's CPU.`,
  };
}

/** Speedup of an entry over the baseline's row of the same workload, mode, metric and size. */
export function speedupOf(
  entry: Entry,
  entries: readonly Entry[],
  baseline: Baseline,
  name: string,
): Speedup {
  if (entry.withheld !== null) return none(`Held back: ${entry.withheld}.`);
  if (entry.variant.length > 0) {
    return none(`Does other work than the baseline's run: ${entry.variant.join(', ')}.`);
  }
  const base = baselineOf(entry, entries, baseline);
  if (base === null) return none(`The ${name} has no value for this workload, mode and size yet.`);
  return {
    speedup: timesFaster(entry.row.metric, entry.row.value, base.row.value),
    speedupReason: null,
    baselineValue: base.row.value,
    flag: publishedBaseline(entry, base),
  };
}
