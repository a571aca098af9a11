/**
 * @file Combines what several owners measured on the same hardware. Each owner has one vote, however many files they have.
 * The value is the median of the votes that agree with the one that was there first. From five owners on it is the median of
 * all, if two thirds of them agree with it. So a newcomer can support a row or dispute it, but not replace it.
 */
import type { Flag } from '../../data/contract/leaderboard.ts';
import { AGREEMENT, CONSISTENT_OWNERS, ENOUGH_OWNERS, MAJORITY } from '../../data/derive/agreement.ts';
import { type Interval, MIN_FOR_MEDIAN_CI, median, medianInterval } from '../../data/derive/stats.ts';
import { UNKNOWN_OWNER, voterOf } from '../values/owner.ts';
import type { Candidate } from './candidate.ts';
import { allRepetitions, allTrainings, combineRuns } from './combine-runs.ts';
import { mixtureOf } from './mixture.ts';
import { scaled } from './scale.ts';

/** What one owner measured on one hardware configuration. */
interface Vote {
  candidate: Candidate;
  value: number;
  /** When the owner's first run was added that agrees with this value: who changes their mind is as new as the change. */
  since: number;
}

const agree = (one: number, other: number): boolean =>
  Math.max(one, other) <= AGREEMENT * Math.min(one, other);

const addedOf = ({ runs }: Candidate): number => Math.min(...runs.map(({ addedOrder }) => addedOrder));

function toVote(candidates: readonly Candidate[]): Vote {
  const candidate = combineRuns(candidates);
  const { value } = candidate.row;
  const same = candidates.filter(({ row }) => agree(row.value, value));
  return { candidate, value, since: Math.min(...[candidate, ...same].map(addedOf)) };
}

/** The votes behind the row, the one first whose texts it has, and those that contradict them. */
interface Outcome {
  counted: readonly Vote[];
  /** Empty if a majority decides. */
  disputing: readonly Vote[];
}

/** The votes that agree with a value, and the others. */
function split(votes: readonly Vote[], middle: number): [agreeing: Vote[], others: Vote[]] {
  const { agreeing = [], others = [] } = Object.groupBy(votes, ({ value }) =>
    agree(value, middle) ? 'agreeing' : 'others',
  );
  return [agreeing, others];
}

/** A majority needs owners that are known to be different. */
const mayOutvote = (votes: readonly Vote[]): boolean =>
  votes.length >= ENOUGH_OWNERS && votes.every(({ candidate }) => candidate.runs[0]!.owner !== UNKNOWN_OWNER);

/** @param votes Oldest first. */
function decide(votes: readonly Vote[]): Outcome {
  const [most, others] = split(votes, median(votes.map(({ value }) => value)));
  if (mayOutvote(votes) && most.length >= MAJORITY * votes.length)
    return { counted: [...most, ...others], disputing: [] };
  const [counted, disputing] = split(votes, votes[0]!.value);
  return { counted, disputing };
}

function disputedFlag(value: number, disputing: readonly Vote[]): Flag {
  const ratios = disputing.map((vote) => vote.value / value);
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toPrecision(3));
  const many = disputing.length > 1;
  const who = many ? `${disputing.length} other owners` : 'Another owner';
  const times = low === high ? low : `${low} to ${high}`;
  const { path } = disputing[0]!.candidate.runs[0]!;
  return {
    id: 'disputed',
    text: `${who} measured ${times} times this value on the same hardware; it stays at what was there first. See ${path}${many ? ' and others' : ''}.`,
  };
}

/** The flags of the first vote, and those of more than half of all votes. */
function commonFlags(votes: readonly Vote[]): Flag[] {
  const flags = votes.flatMap(({ candidate }) => candidate.row.flags);
  const own = new Set(votes[0]!.candidate.row.flags.map(({ id }) => id));
  const groups = Map.groupBy(flags, ({ id }) => id);
  return [...groups]
    .filter(([id, { length }]) => own.has(id) || length > votes.length / 2)
    .map(([, [flag]]) => flag!);
}

/**
 * The interval of the machines' median, if they are enough for one. Fewer may agree by chance better than one of them agrees
 * with itself, so their range holds each one's own interval, as far as that agrees with the value: nobody's noise makes a
 * place unknown.
 */
function intervalOf(rows: readonly Candidate['row'][], value: number): Interval | null {
  const values = rows.map((row) => row.value);
  if (values.length >= MIN_FOR_MEDIAN_CI) return medianInterval(values);
  const own = rows.flatMap(({ ci }) => (ci === null ? [] : [ci.low, ci.high]));
  const within = own.map((end) => Math.min(Math.max(end, value / AGREEMENT), value * AGREEMENT));
  const ends = [...values, ...within];
  return { low: Math.min(...ends), high: Math.max(...ends), kind: 'range' };
}

/** One row of several votes: the texts and details of the first, scaled to the median of all. */
function combine(votes: readonly Vote[]): Candidate {
  const first = votes[0]!.candidate;
  const rows = votes.map(({ candidate }) => candidate.row);
  const runs = votes.flatMap(({ candidate }) => candidate.runs);
  const value = median(rows.map((row) => row.value));
  const { flag: mixed, ...texts } = mixtureOf(first.row.engine, runs);
  const replaced = ['single-run', 'several-submissions', 'mixed-software'];
  return {
    ...first,
    runs,
    row: {
      ...first.row,
      ...texts,
      ...scaled(first.row, value),
      ci: intervalOf(rows, value),
      n: allRepetitions(rows),
      machines: votes.length,
      runs: runs.length,
      trust: votes.length >= CONSISTENT_OWNERS ? 'consistent' : first.row.trust,
      convergence: allTrainings(rows, first.row),
      flags: [
        ...commonFlags(votes).filter(({ id }) => !replaced.includes(id)),
        {
          id: 'several-machines',
          text: `The median of ${votes.length} machines of different owners, ${runs.length} submissions.`,
        },
        ...(mixed === null ? [] : [mixed]),
      ],
      date: rows.map(({ date }) => date).reduce((a, b) => (a > b ? a : b)),
      sources: rows.flatMap(({ sources }) => sources),
    },
  };
}

/** One candidate of everything that was measured of one cell on one hardware configuration; every candidate is ranked. */
export function combineOwners(candidates: readonly Candidate[]): Candidate {
  const owners = Map.groupBy(candidates, ({ runs }) => voterOf(runs[0]!));
  const votes = [...owners.values()].map(toVote).sort((a, b) => a.since - b.since);
  const { counted, disputing } = decide(votes);
  const combined = counted.length === 1 ? counted[0]!.candidate : combine(counted);
  if (disputing.length === 0) return combined;
  const { row } = combined;
  const flags = [...row.flags, disputedFlag(row.value, disputing)];
  return { ...combined, row: { ...row, trust: 'disputed', flags } };
}
