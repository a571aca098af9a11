/** @file How time grows with the sequence length: the lines of a chart and the meaning of a slope. Pure. */
import type { Scaling } from '../../data/contract/leaderboard.ts';
import { formatNumber, formatShare } from './format.ts';
import type { NamedScaling } from './named-row.ts';

/** Lines of one chart. */
export interface ScalingPanel {
  mode: Scaling['mode'];
  tokensPerBatch: number;
  /** Sorted by the time at the longest common length, fastest first; the position is the line's number in the chart. */
  lines: NamedScaling[];
}

/** One panel per mode and number of tokens per batch. */
export function scalingPanels(scalings: readonly NamedScaling[]): ScalingPanel[] {
  const groups = Map.groupBy(scalings, ({ mode, tokensPerBatch }) => `${mode} ${tokensPerBatch}`);
  return [...groups.values()].map((group) => {
    const common = lengthsOf(group).findLast((length) =>
      group.every((line) => secondsAt(line, length) !== null),
    );
    const time = (line: NamedScaling) =>
      secondsAt(line, common ?? 0) ?? line.points.at(-1)!.secondsPerSequence;
    return {
      mode: group[0]!.mode,
      tokensPerBatch: group[0]!.tokensPerBatch,
      lines: group.toSorted((a, b) => time(a) - time(b) || (a.id < b.id ? -1 : 1)),
    };
  });
}

/** All lengths of the lines, shortest first. */
export function lengthsOf(lines: readonly Pick<Scaling, 'points'>[]): number[] {
  const lengths = lines.flatMap(({ points }) => points.map(({ sequenceLength }) => sequenceLength));
  return [...new Set(lengths)].toSorted((a, b) => a - b);
}

/** Seconds per sequence of that length; null if it was not measured. */
export function secondsAt({ points }: Pick<Scaling, 'points'>, length: number): number | null {
  return points.find(({ sequenceLength }) => sequenceLength === length)?.secondsPerSequence ?? null;
}

/** A slope this close to 1 or 2 is called linear or quadratic. */
const NEAR = 0.15;

/** Below this R² a straight line does not describe the points. */
const STRAIGHT = 0.95;

/** The meaning of a slope: "about quadratic: twice the length takes 3.9 times as long". */
export function slopeWords({ slope, r2 }: Pick<Scaling, 'slope' | 'r2'>): string {
  const twice = `twice the length takes ${(2 ** slope).toPrecision(2)} times as long`;
  if (r2 < STRAIGHT)
    return `no straight line (it explains ${formatShare(r2)}): the growth itself changes with the length`;
  return `${growth(slope)}: ${twice}`;
}

function growth(slope: number): string {
  if (slope < 1 - NEAR) return 'less than linear';
  if (slope <= 1 + NEAR) return 'about linear';
  if (slope < 2 - NEAR) return 'between linear and quadratic';
  if (slope <= 2 + NEAR) return 'about quadratic';
  return 'more than quadratic';
}

/** Summarizes a panel in one sentence. */
export function scalingHeadline({ lines }: ScalingPanel): string {
  const slopes = lines.map(({ slope }) => slope);
  const [low, high] = [Math.min(...slopes), Math.max(...slopes)].map((slope) => slope.toFixed(2));
  const lengths = lengthsOf(lines).map((length) => length.toLocaleString('en-GB'));
  const range = low === high ? `the slope is ${low}` : `the slopes lie between ${low} and ${high}`;
  return `From ${lengths[0]} to ${lengths.at(-1)} tokens ${range}. A slope of 1 is linear: a sequence twice as long takes twice as long. A slope of 2 is quadratic: it takes four times as long.`;
}

/** "85 µs", "1.2 ms", "3.4 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 1e-3) return `${formatNumber(seconds * 1e6)} µs`;
  if (seconds < 1) return `${formatNumber(seconds * 1e3)} ms`;
  return `${formatNumber(seconds)} s`;
}
