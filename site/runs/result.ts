/** @file One measured result of a file as its page shows it. Pure. */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Check } from '../../data/contract/proof.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { counted, formatCount } from '../../data/derive/counted.ts';
import { median } from '../../data/derive/stats.ts';
import { summarize } from '../../data/derive/summary.ts';
import { workOf } from '../../data/derive/work.ts';
import { formatNumber, formatRank, formatSizes } from '../rows/format.ts';
import { commandOf } from './command.ts';
import { formatNs, formatRangeNs } from './time.ts';
import { MOST_REPETITIONS, type Trace, traceOf } from './trace.ts';

export interface ShownResult {
  /** Position in the file. */
  index: number;
  cell: Cell;
  /** "PyTorch 2.9 on GPU, optimized, float32, batch 256" */
  settings: string;
  /** The value of this file alone: "3.21 s/epoch". */
  value: string;
  /** The value without its unit. */
  exact: number;
  /** "3.1 to 3.4"; null for a single repetition. */
  interval: string | null;
  trace: Trace;
  /** What the drawing shows, for those who do not see it. */
  description: string;
  repetitions: string[];
  check: string;
  observed: string | null;
  /** What the leaderboard makes of it: its place; empty if none of its rows has the value. */
  places: string[];
  /** Why it is not ranked, and the flags of its rows. */
  notes: string[];
  command: string;
}

/** Everything in a cell that tells it from the others of its file; the batch of a sweep's row is a result. */
export const cellKey = ({ device, ...cell }: Cell, batch = cell.batchSize): string =>
  JSON.stringify([
    ...[cell.workload, cell.mode, cell.engine, device.kind, device.name, device.index ?? null],
    ...[cell.recipe, cell.dtype, batch, cell.size, cell.sequenceLength, cell.languageModel?.sha256 ?? null],
  ]);

function repetitionWords({ samplesNs, samplesThinned, warmUpSteps, coldStartNs }: Repetition): string {
  const low = samplesNs.reduce((a, b) => Math.min(a, b));
  const high = samplesNs.reduce((a, b) => Math.max(a, b));
  return [
    `${counted(samplesNs.length, 'sample')}, median ${formatNs(median(samplesNs))}, ${formatRangeNs(low, high)}`,
    `${counted(warmUpSteps, 'step')} of warm-up`,
    `first iteration after ${formatNs(coldStartNs)}`,
    ...(samplesThinned > 0 ? [`${counted(samplesThinned, 'sample')} left out to keep the file small`] : []),
  ].join('; ');
}

function repetitionLines({ repetitions }: Ok): string[] {
  const left = repetitions.length - MOST_REPETITIONS;
  const lines = repetitions.slice(0, MOST_REPETITIONS).map(repetitionWords);
  return left > 0 ? [...lines, `${counted(left, 'more repetition')}, in the file`] : lines;
}

/** "0.02", "1.2e-6" */
const small = (value: number): string =>
  value === 0 || value >= 1e-3 ? formatNumber(value) : value.toExponential(1);

const comparedWords: Record<Exclude<Check['kind'], 'none'>, string> = {
  output: 'the output',
  'loss-trajectory': 'the losses of the first steps',
  'next-token': 'the probabilities of the next token',
};

/** What was compared, with the comparison that came closest to its bound. */
export function checkWords(check: Check): string {
  if (check.kind === 'none') return `not made: ${check.why}`;
  const verdict = check.passed ? 'passed' : 'failed';
  const what = comparedWords[check.kind];
  if (check.maxRelativeError === null || check.tolerance === null)
    return `${verdict}: ${what} are finite and falling; there is no reference for them`;
  const itself = check.kind === 'next-token' && check.against === 'itself';
  const against = itself ? 'the engine itself, token by token' : 'a float64 reference';
  const error = `${small(check.maxRelativeError)} of ${small(check.tolerance)} allowed`;
  const made = 'comparisons' in check ? check.comparisons : [];
  const closest = made.find(
    (one) => one.error === check.maxRelativeError && one.tolerance === check.tolerance,
  );
  return closest === undefined
    ? `${verdict}: ${what} against ${against}, error ${error}`
    : `${verdict}: ${counted(made.length, 'comparison')} with ${against}, the closest to its bound ${closest.of}, ${error}`;
}

function observedWords({ observed }: Ok): string | null {
  const entries = Object.entries(observed);
  return entries.length === 0 ? null : entries.map(([name, value]) => `${name} ${value}`).join(', ');
}

/** What the leaderboard says: "place 3 of 12", with what the row measures if there are several. */
function placeWords(row: Row, among: number, several: boolean): string {
  const what = several ? `${metrics[row.metric].title}: ` : '';
  const runs = row.runs > 1 ? `, with ${row.runs - 1} other ${row.runs === 2 ? 'run' : 'runs'}` : '';
  if (row.rank === null) return `${what}not ranked${runs}`;
  return `${what}${among === 1 ? 'the only one of its kind' : `place ${formatRank(row)} of ${formatCount(among)}`}${runs}`;
}

function settingsOf(
  { engine, device, recipe, dtype, ...cell }: Cell,
  engineNames: ReadonlyMap<string, string>,
) {
  const kind = device.software ? 'emulated GPU' : device.kind.toUpperCase();
  const number = device.index === undefined ? '' : ` ${device.index}`;
  const model = cell.languageModel === null ? [] : [cell.languageModel.name, cell.languageModel.quantization];
  const words = [...model, recipe, ...(dtype === 'quantized' ? [] : [dtype]), ...formatSizes(cell)];
  return `${engineNames.get(engine) ?? engine} on ${kind}${number}, ${words.join(', ')}`;
}

interface Around {
  submission: Submission;
  /** Rows of the leaderboard that have a value of the file, by `cellKey`. */
  rows: ReadonlyMap<string, readonly Row[]>;
  engineNames: ReadonlyMap<string, string>;
  /** How many rows are ranked with a row, itself included. */
  rankedWith(row: Row): number;
}

export function toShownResult(
  { cell, outcome }: Result & { outcome: Ok },
  index: number,
  { submission, rows, engineNames, rankedWith }: Around,
): ShownResult {
  const samples = outcome.repetitions.map(({ samplesNs }) => samplesNs);
  const trace = traceOf(samples);
  const facts = findWorkload(cell.workload);
  const none = { trainingSamples: null, opMacs: null, opBytes: null };
  const { metric, value, ci } = summarize(cell, outcome, facts === null ? none : workOf(facts, cell));
  const own = rows.get(cellKey(cell)) ?? [];
  const count = samples.reduce((sum, { length }) => sum + length, 0);
  const range = formatRangeNs(trace.lowNs, trace.highNs);
  const notes = own.flatMap(({ rankReason, flags }) => [
    ...(rankReason === null ? [] : [rankReason]),
    ...flags.map(({ text }) => text),
  ]);
  return {
    index,
    cell,
    settings: settingsOf(cell, engineNames),
    value: `${formatNumber(value)} ${metrics[metric].unit}`,
    exact: value,
    interval: ci && `${formatNumber(ci.low)} to ${formatNumber(ci.high)}`,
    trace,
    description: `${counted(count, 'sample')} in ${counted(samples.length, 'repetition')}, ${range}, median ${formatNs(trace.medianNs)}`,
    repetitions: repetitionLines(outcome),
    check: checkWords(outcome.check),
    observed: observedWords(outcome),
    places: own.map((row) => placeWords(row, rankedWith(row), own.length > 1)),
    notes: [...new Set(notes)],
    command: commandOf(cell, submission.preset),
  };
}
