/** @file Ratios between rows of one machine, each with its caveats. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { MAX_RATIO, type Ratio } from '../../data/contract/leaderboard.ts';
import type { Problem } from '../../data/contract/problem.ts';
import {
  type Comparison,
  comparisonsOf,
  type Pair,
  pairsOf,
  type RatioKind,
  type RatioValue,
  ratiosOf,
} from '../../data/derive/ratios.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { ratioKey } from '../values/order.ts';

/** With fewer multiply-accumulates per sample a batch is too little work to keep a GPU busy. */
const SMALL_MODEL_MACS = 10_000_000;

function smallModel({ row }: Candidate): string[] {
  const facts = findWorkload(row.workload);
  const macs = facts === null || row.mode === 'op' ? null : forwardMacs(facts, row);
  if (macs === null || macs >= SMALL_MODEL_MACS) return [];
  return [
    'This model is too small to keep a GPU busy: supplying it with work takes longer than computing, so the CPU can be faster. With larger models it is the other way round.',
  ];
}

function otherBatch(a: Candidate, b: Candidate): string[] {
  if (a.row.batchSize === b.row.batchSize) return [];
  const sizes = `${a.row.batchSize} and ${b.row.batchSize}`;
  return a.row.metric === 'peakSamplesPerSecond'
    ? [`Each at its own best batch (${sizes}).`]
    : [`The batch sizes differ (${sizes}), so the numbers of updates per epoch differ too.`];
}

function otherAccuracy(a: Candidate, b: Candidate): string[] {
  if (a.row.accuracy !== null && b.row.accuracy !== null && a.row.accuracy !== b.row.accuracy) {
    return [`The accuracies differ (${a.row.accuracy} and ${b.row.accuracy}).`];
  }
  return [];
}

function someLayers({ row: { device, languageModel } }: Candidate): string[] {
  const layers = languageModel?.gpuLayers ?? null;
  return device.kind === 'cpu' || layers === null
    ? []
    : [`The GPU computes only ${layers} of the layers, and the CPU the rest.`];
}

/** Which half precision was used: there are two, and a machine may be fast at only one of them. */
const whichHalf = (kind: RatioKind, { row: { dtype } }: Candidate) =>
  kind === 'half-over-float32' ? [`Half precision is ${dtype} here.`] : [];

/** What else differs between the rows; null if nothing does. */
function caveat(kind: RatioKind, one: Candidate, other: Candidate): string | null {
  const caveats = [
    ...(kind === 'gpu-over-cpu' ? [...smallModel(one), ...someLayers(one)] : []),
    ...whichHalf(kind, one),
    ...otherBatch(one, other),
    ...otherAccuracy(one, other),
  ];
  return caveats.length === 0 ? null : caveats.join(' ');
}

/** A candidate as a value to compare. */
export interface Value extends RatioValue {
  candidate: Candidate;
}

function toValue(candidate: Candidate): Value {
  const { row, variant } = candidate;
  const scope = `${row.machine.id} ${row.provenance} ${variant.join()}`;
  return { candidate, cell: row, metric: row.metric, value: row.value, scope };
}

/** The values that are compared: withheld ones are not. */
const toValues = (candidates: readonly Candidate[]): Value[] =>
  candidates.filter(({ withheld }) => withheld === null).map(toValue);

/** What the candidates are compared in. */
export const toComparisons = (candidates: readonly Candidate[]): Comparison<Value>[] =>
  comparisonsOf(toValues(candidates));

function toRatio({ kind, one, other, ratio }: Pair<Value>): Ratio {
  const { machine, workload, mode, engine, id } = one.candidate.row;
  return {
    kind,
    machine: machine.id,
    workload,
    mode,
    engine,
    value: ratio,
    rows: [id, other.candidate.row.id],
    caveat: caveat(kind, one.candidate, other.candidate),
  };
}

/** A ratio that no machine has: one of its two values is wrong. */
function beyond({ kind, one, other, ratio }: Pair<Value>): Problem {
  const [path] = one.candidate.row.sources.map((source) => source.path);
  const rows = `${one.candidate.row.id} and ${other.candidate.row.id}`;
  const message = `give the ratio ${kind} of ${ratio.toPrecision(3)}, which no machine has and which is left out, between ${rows}; measure again`;
  return { path: path!, field: 'results', message };
}

/** Ratios, and a problem for each that is left out. */
export interface Ratios {
  ratios: Ratio[];
  problems: Problem[];
}

const isShown = ({ ratio }: Pair<Value>): boolean => ratio <= MAX_RATIO;

/** How many ratios `toRatios` gives for candidates that are compared in this, and its problems. */
export function countRatios(comparisons: readonly Comparison<Value>[]): {
  count: number;
  problems: Problem[];
} {
  const pairs = comparisons.flatMap(pairsOf);
  return {
    count: pairs.filter(isShown).length,
    problems: pairs.filter((pair) => !isShown(pair)).map(beyond),
  };
}

/** Every ratio up to `MAX_RATIO`, sorted by kind and rows. Withheld values have none. */
export function toRatios(candidates: readonly Candidate[]): Ratios {
  const pairs = ratiosOf(toValues(candidates));
  const keyed = pairs
    .filter(isShown)
    .map(toRatio)
    .map((ratio) => ({ ratio, key: ratioKey(ratio) }));
  return {
    ratios: keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ ratio }) => ratio),
    problems: pairs.filter((pair) => !isShown(pair)).map(beyond),
  };
}
