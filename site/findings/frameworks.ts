/** @file Which framework is fastest for what: engines that did equal work on one device. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { median, timesFaster } from '../../data/derive/stats.ts';
import { capitalize, formatNumber, formatRatio, modeWords } from '../rows/format.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { MOST_LINES, rangeOf, rangeWords, titleOf } from './evidence.ts';
import type { Evidence, Finding, Line } from './finding.ts';

/** Equal work of several engines on one device, the fastest first. */
interface Contest {
  /** What for and on what: "train on an NVIDIA GPU". */
  purpose: string;
  /** The fastest row of each engine. */
  rows: NamedRow[];
  /** How many times faster the first is than the second. */
  lead: number;
  /** Whether the intervals of the first two overlap. */
  tied: boolean;
}

const ahead = (a: NamedRow, b: NamedRow): number => timesFaster(a.higherIsBetter, a.value, b.value);

/** Two values that cannot be told apart; a single value has no interval to say so. */
const overlap = ({ ci: a }: NamedRow, { ci: b }: NamedRow): boolean =>
  a !== null && b !== null && a.low <= b.high && b.low <= a.high;

/** "a CPU", "an NVIDIA GPU". */
function deviceWords({ kind, vendor }: NamedRow): string {
  if (kind === 'cpu') return 'a CPU';
  if (vendor === 'other') return 'another GPU';
  return `${/^[AEIOU]|^NV/.test(vendor) ? 'an' : 'a'} ${vendor} GPU`;
}

/** The fastest row of each engine, the fastest first. */
function bestOfEach(rows: readonly NamedRow[]): NamedRow[] {
  const best = [...Map.groupBy(rows, ({ engine }) => engine).values()].map((own) =>
    own.reduce((one, other) => (ahead(other, one) > 1 ? other : one)),
  );
  return best.toSorted((a, b) => ahead(b, a) - 1 || (a.engine < b.engine ? -1 : 1));
}

/** @param sameKey Whether the rows must have the same comparison key; otherwise all that is chosen must agree. */
export function contestsOf(rows: readonly NamedRow[], sameKey = true): Contest[] {
  const workOf = (row: NamedRow) =>
    sameKey
      ? row.comparisonKey
      : [row.workload, row.mode, row.metric, row.recipe, row.dtype, row.batchSize, row.provenance].join(' ');
  const groups = Map.groupBy(rows.filter(isSound), (row) =>
    // Drivers name one device in several ways; its catalogue entry is the same.
    [
      row.machine.id,
      row.hardware ?? row.device.name,
      row.device.kind,
      row.device.index ?? '',
      workOf(row),
    ].join(' | '),
  );
  return [...groups.values()].flatMap((group) => {
    const best = bestOfEach(group);
    if (best.length < 2) return [];
    const purpose = `${capitalize(modeWords[best[0]!.mode])} on ${deviceWords(best[0]!)}`;
    const [first, second] = best as [NamedRow, NamedRow];
    return [{ purpose, rows: best, lead: ahead(first, second), tied: overlap(first, second) }];
  });
}

export function frameworks(evidence: Evidence): Finding | null {
  const contests = contestsOf(evidence.rows);
  const unequal = unequalSentences(evidence, contests);
  if (contests.length === 0 && unequal.length === 0) return null;
  const purposes = [...Map.groupBy(contests, ({ purpose }) => purpose)].toSorted(
    (a, b) => b[1].length - a[1].length,
  );
  const best = purposes.map(([purpose, own]) => bestOf(purpose, own));
  return {
    id: 'frameworks',
    title: 'Which framework, when',
    conclusion: [...best.slice(0, SAID).map(sentenceOf), ...unequal],
    table: {
      caption:
        'The engine that was fastest most often, on the same device and in equal work; its lead over the next',
      first: 'Purpose and engine',
      columns: ['Fastest in', 'Median lead', 'Range'],
      one: 1,
      tick: (value) => `${formatNumber(value)}x`,
      lines: best.slice(0, MOST_LINES).map((one) => lineOf(evidence, one)),
    },
    basis: [...new Set(contests.flatMap(({ rows }) => rows))],
    change:
      'New versions of the engines, other chips, and comparisons in other settings: most of these were made on few machines.',
  };
}

/** Purposes that are said in sentences; the table has the others. */
const SAID = 4;

interface Best {
  purpose: string;
  own: readonly Contest[];
  /** Name of the engine that won most often; null if none did, or if several won as often. */
  name: string | null;
  /** Contests that it won. */
  won: readonly Contest[];
  /** How many each engine won, most first. */
  winners: readonly { name: string; wins: number }[];
  /** How many have no winner, because the intervals of the first two overlap. */
  tied: number;
}

function bestOf(purpose: string, own: readonly Contest[]): Best {
  const decided = own.filter(({ tied }) => !tied);
  const byWinner = [...Map.groupBy(decided, ({ rows }) => rows[0]!.engineName)].toSorted(
    (a, b) => b[1].length - a[1].length || middleOf(b[1]) - middleOf(a[1]),
  );
  const [first] = byWinner[1]?.[1].length === byWinner[0]?.[1].length ? [] : byWinner;
  const winners = byWinner.map(([name, won]) => ({ name, wins: won.length }));
  const tied = own.length - decided.length;
  return { purpose, own, name: first?.[0] ?? null, won: first?.[1] ?? [], winners, tied };
}

const middleOf = (contests: readonly Contest[]) => median(contests.map(({ lead }) => lead));

function sentenceOf({ purpose, own, name, won, winners, tied }: Best): string {
  const open = tied === 0 ? '' : ` In ${tied} the intervals of the first two overlap.`;
  const names = [...new Set(own.flatMap(({ rows }) => rows.map(({ engineName }) => engineName)))];
  const comparisons = counted(own.length, 'comparison');
  if (winners.length === 0)
    return `${purpose}: no engine is clearly first in ${comparisons} of ${listWords(names)}.`;
  if (name === null || won.length * 2 <= own.length) {
    const wins = winners.map(({ name: winner, wins: count }) => `${winner} ${count}`);
    return `${purpose}: no engine wins most of ${comparisons} of ${listWords(names)}. Wins: ${listWords(wins)}.${open}`;
  }
  const others = listWords(names.filter((one) => one !== name));
  if (own.length === 1)
    return `${purpose}: ${name} is fastest in the only comparison with ${others}, by ${formatRatio(middleOf(won))}.`;
  return `${purpose}: ${name} is fastest in ${won.length} of ${comparisons} with ${others}, there by ${formatRatio(middleOf(won))} (median).${open}`;
}

function lineOf(evidence: Evidence, { purpose, own, name, won, winners }: Best): Line {
  const workloads = [...new Set(won.map(({ rows }) => titleOf(evidence, rows[0]!.workload)))];
  const range = won.length === 0 ? null : rangeOf(won.map(({ lead }) => lead));
  return {
    label: `${purpose}: ${name ?? 'no engine is first'}`,
    detail:
      workloads.slice(0, 4).join(', ') + (workloads.length > 4 ? ` and ${workloads.length - 4} more` : ''),
    cells: [
      name === null && winners.length > 0
        ? `${winners[0]!.wins} of ${own.length} each`
        : `${won.length} of ${own.length}`,
      ...(range === null ? ['', ''] : [formatRatio(range.middle), rangeWords(range)]),
    ],
    mark: range,
  };
}

/**
 * Engines on one device whose published work is not equal (another optimizer, data held out): what a reader will compare all
 * the same, said with what differs.
 */
function unequalSentences(evidence: Evidence, equal: readonly Contest[]): string[] {
  const known = new Set(equal.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const published = evidence.rows.filter(
    ({ id, provenance }) => provenance === 'published' && !known.has(id),
  );
  // Those with an accuracy are of one series of runs of their source.
  const series = published.filter(({ accuracy }) => accuracy !== null);
  return [
    ...Map.groupBy(
      contestsOf(series, false),
      ({ rows: [first, second] }) => `${first!.name} ${first!.engine} ${second!.engine}`,
    ).values(),
  ].map((own) => {
    const [first, second] = own[0]!.rows as [NamedRow, NamedRow];
    const times = own
      .map(
        ({ rows: [a, b] }) =>
          `${formatNumber(a!.value)} against ${formatNumber(b!.value)} ${a!.unit} for ${titleOf(evidence, a!.workload)} (${a!.recipe})`,
      )
      .slice(0, MOST_LINES);
    const range = rangeOf(own.map(({ lead }) => lead));
    return `Published for the ${shortName(first.name)}, but not equal work (${differences(first, second)}): ${first.engineName} is ${rangeWords(range)} as fast as ${second.engineName} in ${modeWords[first.mode]}: ${listWords(times)}.`;
  });
}

/** The last parts of two keys that differ. */
function differences(one: NamedRow, other: NamedRow): string {
  const [a, b] = [one, other].map(({ comparisonKey }) => comparisonKey.split(' | '));
  const own = (row: NamedRow, parts: readonly string[], others: readonly string[]) =>
    parts.filter((part) => !others.includes(part)).map((part) => `${row.engineName}: ${part}`);
  return [...own(one, a!, b!), ...own(other, b!, a!)].join('; ');
}
