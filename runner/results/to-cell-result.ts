/** @file Converts a result to a cell result: its value, derived numbers and the speedup over the baseline. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineSecondsPerEpoch } from '../../data/catalogue/baseline.ts';
import { findWorkload } from '../../data/catalogue/index.ts';
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { parsePublished } from '../../data/contract/parse.ts';
import { valueOrThrow } from '../../data/contract/problem.ts';
import type { Result } from '../../data/contract/submission.ts';
import type { WorkloadId } from '../../data/contract/words.ts';
import { limitOf } from '../../data/derive/limit.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import { secondsPerItem } from '../../data/derive/rate.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import type { CellResult, CellValue } from './cell-result.ts';

export type Baseline = ReadonlyMap<WorkloadId, number>;

/** Seconds per epoch of the baseline, from the published results in the repository at `root`. */
export function readBaseline(root: string): Baseline {
  const folder = join(root, 'data', 'published');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const files = names.map((name) =>
    valueOrThrow(parsePublished(readFileSync(join(folder, name)), `data/published/${name}`)),
  );
  return baselineSecondsPerEpoch(files);
}

export function toCellResult({ cell, outcome }: Result, baseline: Baseline): CellResult {
  const common = {
    id: cellId(cell),
    cell,
    status: outcome.status,
    limit: limitOf(outcome),
    needed: outcome.status === 'skipped' ? outcome.needed : null,
  };
  if (outcome.status !== 'ok') return { ...common, reason: outcome.reason, value: null };
  const reason = outcome.check.passed === false ? wrongResult(outcome.check) : null;
  return { ...common, reason, value: toValue({ cell, outcome }, baseline) };
}

function toValue({ cell, outcome }: { cell: Cell; outcome: Ok }, baseline: Baseline): CellValue | null {
  const facts = findWorkload(cell.workload);
  if (facts === null) return null;
  const { metric, value, ci, n, latency, drift, energy, training, probe } = measuredOf(cell, outcome, facts);
  const { unit, higherIsBetter } = metrics[metric];
  const base = metric === 'secondsPerEpoch' ? baseline.get(cell.workload) : undefined;
  const seconds = secondsPerItem(facts, cell, metric, value);
  return {
    metric,
    value,
    unit,
    spread: ci === null ? null : (ci.high - ci.low) / 2 / value,
    n,
    speedup: base === undefined ? null : timesFaster(higherIsBetter, value, base),
    itemsPerSecond: seconds === null ? null : 1 / seconds,
    p90Ms: latency?.p90Ms ?? null,
    drift,
    peakMemory: outcome.peakMemory,
    energy,
    training,
    probe,
  };
}

function wrongResult(check: Ok['check']): string {
  const error =
    check.maxRelativeError === null ? '' : ` (relative error ${check.maxRelativeError.toPrecision(2)})`;
  return `computed a wrong result${error}; its time does not count`;
}
