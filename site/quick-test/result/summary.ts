/** @file Summarizes the result of a cell for the page: value, spread, check. Pure. */
import { findWorkload } from '../../../data/catalogue/workload-facts.ts';
import { cellId } from '../../../data/contract/cell.ts';
import type { Observed, Ok } from '../../../data/contract/outcome.ts';
import type { Check } from '../../../data/contract/proof.ts';
import type { Result } from '../../../data/contract/submission.ts';
import type { DeviceKind } from '../../../data/contract/words.ts';
import { median, medianInterval } from '../../../data/derive/stats.ts';
import { summarize } from '../../../data/derive/summary.ts';
import { workOf } from '../../../data/derive/work.ts';
import type { TrainedStep } from '../../../runner/worker/task.ts';
import { type PartId, partOf, sizeOf } from '../measure/parts.ts';
import { type Trouble, troubleOf } from './trouble.ts';

interface Named {
  id: string;
  part: PartId;
  /** Title of the part: "Matrix product, float32". */
  title: string;
  /** The size within the part: "1024 × 1024". */
  size: string;
  device: DeviceKind;
}

/** A cell with a value, which counts only if the result was correct. */
export interface Measured extends Named {
  kind: 'measured';
  correct: boolean;
  /** TFLOP/s of an operation, samples/s of a training. */
  value: number;
  unit: 'TFLOP/s' | 'samples/s';
  /** Interval of the value, from that of the median time; null for one sample. */
  low: number | null;
  high: number | null;
  /** Median time of one operation on a whole batch, or of one optimizer step. */
  passMs: number;
  samples: number;
  /** Of a training; otherwise null. */
  secondsPerEpoch: number | null;
  /** Loss before each of the first optimizer steps, which are checked; null for an operation. */
  losses: readonly number[] | null;
  /** Some steps of the training that was timed; empty for an operation, and for a training that was too short. */
  course: readonly TrainedStep[];
  maxError: number;
  tolerance: number;
  /** Settings of the engine as it observed them. */
  observed: Observed;
}

/** A cell without a value, and why. */
export interface Missing extends Named {
  kind: 'missing';
  /** "left out" or "failed". */
  word: string;
  reason: string;
}

export type Summary = (Measured | Missing) & { trouble: Trouble | null };

/**
 * @param course What the worker told of the training while it was timed
 * @param deviceLost Whether the browser or the driver lost the GPU device while the cell was measured
 */
export function summarizeResult(
  { cell, outcome }: Result,
  deviceLost: boolean,
  course: readonly TrainedStep[] = [],
): Summary {
  const part = partOf(cell);
  const device = cell.device.kind;
  const named = { id: cellId(cell), part: part.id, title: part.title, size: sizeOf(cell), device };
  const trouble = troubleOf(`${named.title}, ${named.size}`, device, outcome, deviceLost);
  if (outcome.status === 'ok')
    return {
      kind: 'measured',
      ...named,
      trouble,
      ...valuesOf(cell, outcome),
      ...checkOf(outcome.check),
      course,
      observed: outcome.observed,
    };
  const tried = outcome.status !== 'skipped' && outcome.status !== 'unsupported';
  return { kind: 'missing', ...named, trouble, word: tried ? 'failed' : 'left out', reason: outcome.reason };
}

type Values = Pick<Measured, 'value' | 'unit' | 'low' | 'high' | 'passMs' | 'samples' | 'secondsPerEpoch'>;

function valuesOf(cell: Result['cell'], outcome: Ok): Values {
  const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
  const work = workOf(findWorkload(cell.workload)!, cell);
  const { value } = summarize(cell, outcome, work);
  const train = cell.mode === 'train';
  const medianNs = median(samplesNs);
  const spread = medianInterval(samplesNs);
  const rate = train ? itemsPerSample / (medianNs / 1e9) : value;
  return {
    value: rate,
    unit: train ? 'samples/s' : 'TFLOP/s',
    low: spread && (rate * medianNs) / spread.high,
    high: spread && (rate * medianNs) / spread.low,
    passMs: (medianNs / 1e6) * ((cell.batchSize ?? 1) / itemsPerSample),
    samples: samplesNs.length,
    secondsPerEpoch: train ? value : null,
  };
}

function checkOf(check: Check): Pick<Measured, 'correct' | 'losses' | 'maxError' | 'tolerance'> {
  return {
    correct: check.passed === true,
    losses: check.kind === 'loss-trajectory' ? check.losses : null,
    maxError: check.maxRelativeError ?? Number.NaN,
    tolerance: check.kind === 'none' ? Number.NaN : (check.tolerance ?? Number.NaN),
  };
}
