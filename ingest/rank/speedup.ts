/** @file How many times faster than the baseline a value is, or why that is unknown. */
import type { Baseline } from '../../data/contract/catalogue.ts';
import type { Flag, Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Problem } from '../../data/contract/problem.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import type { Candidate } from '../candidates/candidate.ts';

export interface Speedup extends Pick<Row, 'speedup' | 'speedupReason' | 'speedupCi' | 'baselineValue'> {
  /** A flag about the comparison itself; null if there is none. */
  flag: Flag | null;
}

/** The value that is 1.0x, by the kind of work. */
export type BaselineValues = ReadonlyMap<string, Candidate>;

/** What speedups are relative to: the hardware that is 1.0x, and its values. */
export interface Basis {
  baseline: Baseline;
  values: BaselineValues;
}

const none = (speedupReason: string): Speedup => ({
  speedup: null,
  speedupReason,
  speedupCi: null,
  baselineValue: null,
  flag: null,
});

/**
 * The batch size that must be equal for a comparison. Only a throughput has one: in training the recipe chooses the batch,
 * and latency and best-batch metrics define their own.
 */
const fixedBatch = ({ metric, batchSize }: Candidate['row']) =>
  metric === 'samplesPerSecond' ? batchSize : null;

/** What must be equal for a comparison: workload, mode, metric, sizes and model file. */
function workOf({ row }: Candidate): string {
  const { workload, mode, metric, size, sequenceLength, languageModel } = row;
  const sha256 = languageModel?.sha256 ?? null;
  return JSON.stringify([workload, mode, metric, size, sequenceLength, sha256, fixedBatch(row)]);
}

/** Whether baseline.json names the value. What a file says about its own machine never suffices. */
function isNamed({ row, runs }: Candidate, { published, submissions }: Baseline): boolean {
  if (row.provenance === 'published') return published.includes(row.machine.id);
  return runs.some(({ sha256 }) => submissions.includes(sha256));
}

/** Whether baseline.json may name a file: names hold the first digits of the hash. */
export const mayBeBaseline = (path: string, { submissions }: Baseline): boolean =>
  submissions.some((sha256) => path.endsWith(`--${sha256.slice(0, 8)}.json`));

/** Whether a value of the files that baseline.json names is one of the baseline's device and of the workload as defined. */
const isOfBaseline = ({ row, variant, unranked, withheld }: Candidate, baseline: Baseline): boolean =>
  row.hardware === baseline.hardware &&
  row.device.kind === baseline.device &&
  variant.length === 0 &&
  unranked === null &&
  withheld === null;

/** A published value has priority because it never changes; otherwise the fastest engine counts, then the first id. */
function better(a: Candidate, b: Candidate): Candidate {
  const isPublished = ({ row }: Candidate) => row.provenance === 'published';
  if (isPublished(a) !== isPublished(b)) return isPublished(a) ? a : b;
  const ratio = timesFaster(metrics[a.row.metric].higherIsBetter, b.row.value, a.row.value);
  return ratio > 1 || (ratio === 1 && b.row.id < a.row.id) ? b : a;
}

/**
 * The values that are 1.0x: one for each kind of work, so that speedups are comparable.
 * @param candidates Before they are combined and compared across files, so that no other file moves or withholds them.
 */
export function baselineValues(candidates: readonly Candidate[], baseline: Baseline): BaselineValues {
  const values = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!isNamed(candidate, baseline) || !isOfBaseline(candidate, baseline)) continue;
    const other = values.get(workOf(candidate));
    values.set(workOf(candidate), other === undefined ? candidate : better(other, candidate));
  }
  return values;
}

/** What names a value in baseline.json, and where. */
type Named = readonly [field: string, name: string, names: (candidate: Candidate) => boolean];

/**
 * The entries of baseline.json that give no value: of a file that is missing or refused, or of another device. Without a word,
 * every speedup would be gone.
 * @param candidates Before they are combined, at least those of the named files.
 */
export function unusedBaseline(candidates: readonly Candidate[], baseline: Baseline): Problem[] {
  const all: Named[] = [
    ...baseline.published.map(
      (name, index): Named => [
        `published.${index}`,
        name,
        ({ row }) => row.provenance === 'published' && row.machine.id === name,
      ],
    ),
    ...baseline.submissions.map(
      (sha256, index): Named => [
        `submissions.${index}`,
        sha256,
        ({ runs }) => runs.some((run) => run.sha256 === sha256),
      ],
    ),
  ];
  return all.flatMap(([field, name, names]) => {
    const own = candidates.filter(names);
    if (own.some((one) => isOfBaseline(one, baseline))) return [];
    const lack = own.length === 0 ? 'is no accepted file' : `gives no ranked value of ${baseline.hardware}`;
    const message = `is "${name}", which ${lack}; correct or remove the entry`;
    return [{ path: 'data/catalogue/baseline.json', field, message }];
  });
}

function publishedBaseline(candidate: Candidate, base: Candidate): Flag | null {
  if (candidate.row.provenance === 'published' || base.row.provenance !== 'published') return null;
  const { engine, recipe, batchSize } = base.row;
  const batch = batchSize === null ? '' : `, batch ${batchSize}`;
  return {
    id: 'published-baseline',
    text: `Compared with a published value, not a measured one: ${engine}, ${recipe} recipe${batch}, on the baseline's CPU.`,
  };
}

/** The least and the greatest speedup that both intervals allow; null for the baseline's own row, which is exactly 1. */
function speedupInterval({ row }: Candidate, { row: base }: Candidate): Row['speedupCi'] {
  if (row.ci === null && base.ci === null) return null;
  if (row.id === base.id && row.value === base.value) return null;
  const { higherIsBetter } = metrics[row.metric];
  const endsOf = ({ value, ci }: Candidate['row']) => [ci?.low ?? value, ci?.high ?? value];
  const all = endsOf(row).flatMap((one) =>
    endsOf(base).map((other) => timesFaster(higherIsBetter, one, other)),
  );
  return { low: Math.min(...all), high: Math.max(...all) };
}

/** Speedup of a candidate over the baseline's value of the same work. */
export function speedupOf(candidate: Candidate, values: BaselineValues, name: string): Speedup {
  if (candidate.withheld !== null) return none(`Held back: ${candidate.withheld}.`);
  if (candidate.variant.length > 0) {
    return none(`The work differs from that of the baseline: ${candidate.variant.join(', ')}.`);
  }
  const base = values.get(workOf(candidate));
  if (base === undefined) {
    const what = candidate.row.languageModel === null ? 'workload, mode and size' : 'model file and mode';
    return none(`The ${name} has no value for this ${what} yet.`);
  }
  return {
    speedup: timesFaster(metrics[candidate.row.metric].higherIsBetter, candidate.row.value, base.row.value),
    speedupReason: null,
    speedupCi: speedupInterval(candidate, base),
    baselineValue: base.row.value,
    flag: publishedBaseline(candidate, base),
  };
}
