/** @file P51: evaluating a net takes the forward passes of all samples of the evaluation set. */
import { netKey } from '../../../data/derive/cells/shared.ts';
import { median } from '../../../data/derive/stats.ts';
import { flopsPerItem } from '../../../data/derive/work.ts';
import { inMs } from '../../values/duration-text.ts';
import { EVALUATION_SAMPLES, evaluationsNs } from '../../values/epochs.ts';
import type { Measurement } from '../../values/measurement.ts';
import { trainingItemNs } from '../../values/rate.ts';
import { slowedBy } from '../../values/slowed.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { overArithmetic } from './arithmetic.ts';

/** Training does three times the arithmetic of a forward pass (Kaplan et al. 2020, arXiv 2001.08361, section 2.1). */
const TRAINING = 3;

/**
 * How much less efficient training may be than a forward pass: its gradients and its optimizer are many small operations, and
 * dropout belongs to it. In the submissions of this repository it is up to 2.5 times.
 */
const LESS_EFFICIENT = 6;

/** A pass of more samples may be this much faster: another algorithm is chosen for its batch, or the other was disturbed. */
const FASTER_PASS = 1.5;

interface Evaluation {
  measurement: Measurement;
  /** Nanoseconds of one sample. */
  itemNs: number;
}

const finding = (measurement: Measurement, text: string): CheckFinding[] => [
  { check: 'p51-fast-evaluation', severity: 'flag', measurement, text },
];

const shown = (itemNs: number): string => `an evaluation of ${(1e9 / itemNs).toPrecision(4)} samples/s`;

/** A forward pass of the evaluation takes no less than one of a smaller batch in the same file. */
function againstPasses({ measurement, itemNs }: Evaluation, all: readonly Measurement[]): CheckFinding[] {
  const { cell } = measurement;
  const batch = cell.batchSize ?? 1;
  const passes = all.filter(
    (one) =>
      one.cell.mode === 'infer' &&
      one.cell.recipe === cell.recipe &&
      one.cell.batchSize! <= batch &&
      netKey(one.cell) === netKey(cell),
  );
  const stepNs = itemNs * Math.min(batch, EVALUATION_SAMPLES);
  const least = passes.map((one) => {
    const ns = median(one.outcome.repetitions.map(({ samplesNs }) => median(samplesNs)));
    return { batchSize: one.cell.batchSize!, ns: ns / slowedBy(one) };
  });
  const [slowest] = least.toSorted((a, b) => b.ns - a.ns);
  if (slowest === undefined || slowest.ns <= FASTER_PASS * stepNs) return [];
  const text = `${shown(itemNs)} takes ${inMs(stepNs)} for a batch of ${batch}, but a forward pass of batch ${slowest.batchSize} takes ${inMs(slowest.ns)} in this file`;
  return finding(measurement, text);
}

function againstTraining({ measurement, itemNs }: Evaluation): CheckFinding[] {
  const trainNs = trainingItemNs(measurement);
  if (trainNs === null || trainNs <= TRAINING * LESS_EFFICIENT * itemNs) return [];
  const text = `${shown(itemNs)} is ${(trainNs / itemNs).toPrecision(3)} times as fast as its training, which does ${TRAINING} times the work`;
  return finding(measurement, text);
}

function againstArithmetic({ measurement, itemNs }: Evaluation): CheckFinding[] {
  const flops = flopsPerItem(measurement.facts, { ...measurement.cell, mode: 'infer' });
  const tflops = flops === null ? null : flops / itemNs / 1000;
  return overArithmetic(measurement, tflops, 'p51-fast-evaluation', shown(itemNs));
}

export const evaluationTime: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const times = evaluationsNs(measurement);
    if (times.length === 0) return [];
    const one = { measurement, itemNs: median(times) / EVALUATION_SAMPLES };
    const [found] = [againstArithmetic(one), againstTraining(one), againstPasses(one, measurements)].filter(
      (findings) => findings.length > 0,
    );
    return found ?? [];
  });
