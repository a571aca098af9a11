/** @file Compares the values of up to six chips or machines: settings side by side, ratios to the first, their means. Pure. */
import { metrics } from '../../../data/contract/metric.ts';
import { geometricMean, timesFaster } from '../../../data/derive/stats.ts';
import { modeWords } from '../../rows/format.ts';
import { chanceApart, type Verdict, verdictOf } from './apart.ts';
import type { Subject } from './directory.ts';
import type { Setting } from './setting.ts';
import type { Value } from './subject-file.ts';
import type { Over, View } from './view.ts';

/** A value next to that of the reference. */
export interface Side {
  value: Value;
  /** Times faster than the reference. */
  ratio: number;
  /** Ratios of the ends of the value's own interval to the reference's value; null for a single value. */
  interval: { low: number; high: number } | null;
  verdict: Verdict;
  /** Probability that the intervals of two equally fast ones are apart; null if one has no interval. */
  chance: number | null;
}

/** One setting with the values of all subjects; null where one has none. */
export interface Line {
  setting: Setting;
  /** Id of the engine if only values of the same engine are compared; otherwise null. */
  engine: string | null;
  sides: (Side | null)[];
}

/** The ratios of one subject in a few numbers. */
export interface Mean {
  /** Geometric mean of the ratios; null if there is none. */
  ratio: number | null;
  low: number | null;
  high: number | null;
  /** Settings in the mean. */
  used: number;
  /** Settings that the subject and the reference both have. */
  both: number;
  verdicts: Record<Verdict, number>;
  /** Of the settings with a single value: in how many it is ahead, and in how many behind. */
  singles: { ahead: number; behind: number };
  /** How many settings would be apart by chance if it were as fast as the reference. */
  byChance: number;
}

export interface Comparison {
  subjects: Subject[];
  /** Settings in the order of the site, with a value of the reference and of at least one other. */
  lines: Line[];
  /** One for each subject; that of the reference counts its own settings. */
  means: Mean[];
  /** Settings of the reference. */
  own: number;
  /** Which settings the lines and means are of. */
  over: Over;
}

/** Compares the places of two settings on the page. */
export type Order = (a: Setting, b: Setting) => number;

const better = (a: Value, b: Value): Value =>
  timesFaster(metrics[a.setting.metric].higherIsBetter, b.value, a.value) > 1 ? b : a;

/** The values of a subject that count, the fastest of each setting, by the key of a line. */
function valuesByKey(
  subject: Subject,
  values: readonly Value[],
  engines: View['engines'],
): Map<string, Value> {
  const best = new Map<string, Value>();
  for (const value of values) {
    if (subject.engine !== null && value.engine !== subject.engine) continue;
    if (subject.device !== null && value.device.kind !== subject.device) continue;
    const key = engines === 'same' ? `${value.setting.key} | ${value.engine}` : value.setting.key;
    const known = best.get(key);
    best.set(key, known === undefined ? value : better(known, value));
  }
  return best;
}

/** One value next to the reference's. */
function sideOf(value: Value, reference: Value): Side {
  const { higherIsBetter } = metrics[value.setting.metric];
  const against = (one: number) => timesFaster(higherIsBetter, one, reference.value);
  const ends = value.interval && [against(value.interval.low), against(value.interval.high)];
  const counted = value.interval !== null && reference.interval !== null;
  return {
    value,
    ratio: against(value.value),
    interval: ends && { low: Math.min(...ends), high: Math.max(...ends) },
    verdict: value === reference ? 'overlap' : verdictOf(higherIsBetter, value, reference),
    chance: counted ? chanceApart(value.count ?? 2, reference.count ?? 2) : null,
  };
}

const none = { faster: 0, slower: 0, overlap: 0, single: 0 };

/** @param sides Those in the mean. @param both Settings that the subject and the reference both have. */
function meanOf(sides: readonly Side[], both: number): Mean {
  const ratios = sides.map(({ ratio }) => ratio);
  const verdicts = { ...none };
  for (const { verdict } of sides) verdicts[verdict] += 1;
  const single = sides.filter(({ verdict }) => verdict === 'single');
  return {
    ratio: ratios.length === 0 ? null : geometricMean(ratios),
    low: ratios.length === 0 ? null : Math.min(...ratios),
    high: ratios.length === 0 ? null : Math.max(...ratios),
    used: sides.length,
    both,
    verdicts,
    singles: {
      ahead: single.filter(({ ratio }) => ratio > 1).length,
      behind: single.filter(({ ratio }) => ratio < 1).length,
    },
    byChance: sides.reduce((sum, { chance }) => sum + (chance ?? 0), 0),
  };
}

/**
 * Compares subjects with the first of them.
 * @param values Those of each subject, in the order of `subjects`.
 */
export function compare(
  subjects: readonly Subject[],
  values: readonly (readonly Value[])[],
  { engines, over }: Pick<View, 'engines' | 'over'>,
  order: Order,
): Comparison {
  const maps = subjects.map((subject, index) => valuesByKey(subject, values[index]!, engines));
  const [first] = maps;
  const shared = [...(first ?? [])].map(([key, reference]): Line => {
    const sides = maps.map((map) => {
      const value = map.get(key);
      return value === undefined ? null : sideOf(value, reference);
    });
    return { setting: reference.setting, engine: engines === 'same' ? reference.engine : null, sides };
  });
  const withOthers = shared.filter(({ sides }) => sides.filter((side) => side !== null).length > 1);
  const common = withOthers.filter(({ sides }) => !sides.includes(null));
  const chosen = over ?? (common.length > 0 || withOthers.length === 0 ? 'all' : 'pairs');
  const used = chosen === 'all' ? common : withOthers;
  const sidesAt = (lines: readonly Line[], index: number) => lines.flatMap(({ sides }) => sides[index] ?? []);
  return {
    subjects: [...subjects],
    lines: used.toSorted((a, b) => order(a.setting, b.setting)),
    means: subjects.map((_, index) => meanOf(sidesAt(used, index), sidesAt(withOthers, index).length)),
    own: first?.size ?? 0,
    over: chosen,
  };
}

/** Works that are comparable across settings only: each through its ratio to the same value of the baseline. */
export interface AcrossLine {
  /** Of the first value; the others differ in more than the work. */
  setting: Setting;
  baselineValue: number;
  /** The fastest value of each subject; null where one has none. */
  values: (Value | null)[];
}

/**
 * The works that have no common setting, but that ingest compares with the same value of the baseline: recipe, batch and
 * number format differ. They are shown, and never part of a mean.
 */
export function across(
  { subjects, lines }: Pick<Comparison, 'subjects' | 'lines'>,
  values: readonly (readonly Value[])[],
  order: Order,
): AcrossLine[] {
  const workOf = ({ workload, mode, metric }: Setting) => [workload, mode, metric].join(' | ');
  const covered = new Set(lines.map(({ setting }) => workOf(setting)));
  const maps = subjects.map((subject, index) => {
    const best = new Map<string, Value>();
    for (const value of valuesByKey(subject, values[index]!, 'fastest').values()) {
      if (value.baselineValue === null || covered.has(workOf(value.setting))) continue;
      const key = `${workOf(value.setting)} | ${value.baselineValue}`;
      const known = best.get(key);
      best.set(key, known === undefined ? value : better(known, value));
    }
    return best;
  });
  const keys = new Set(maps.flatMap((map) => [...map.keys()]));
  return [...keys]
    .map((key) => maps.map((map) => map.get(key) ?? null))
    .filter((found) => found.filter((value) => value !== null).length > 1)
    .map((found) => {
      const { setting, baselineValue } = found.find((value) => value !== null)!;
      return { setting, baselineValue: baselineValue!, values: found };
    })
    .toSorted((a, b) => order(a.setting, b.setting));
}

const numeric = new Intl.Collator('en', { numeric: true });

/** Workloads in the order of the site, then modes, then keys with their numbers as numbers. */
export function orderOf(workloads: readonly string[]): Order {
  const modes = Object.keys(modeWords);
  const places = new Map(workloads.map((id, index) => [id, index]));
  const place = ({ workload }: Setting) => places.get(workload) ?? workloads.length;
  return (a, b) =>
    place(a) - place(b) || modes.indexOf(a.mode) - modes.indexOf(b.mode) || numeric.compare(a.key, b.key);
}
