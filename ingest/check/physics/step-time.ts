/** @file P19: of one net on one engine and device, a step with more work does not take less time, and training no less than its arithmetic. */
import { netKey } from '../../../data/derive/cells/shared.ts';
import { median } from '../../../data/derive/stats.ts';
import { inMs } from '../../values/duration-text.ts';
import type { Measurement } from '../../values/measurement.ts';
import { slowedBy } from '../../values/slowed.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** A step with more work may be this much faster: another algorithm is chosen for its batch, or the other step was disturbed. */
const FLAG_ABOVE = 1.5;

/** Above this factor the two values cannot be of the same net and device. */
const HOLD_ABOVE = 4;

/** Training does three times the arithmetic of a forward pass (Kaplan et al. 2020, arXiv 2001.08361, section 2.1). */
const TRAINING = 3;

/** How much less efficient forward passes may be than training; engines differ in which of the two they do better. */
const LESS_EFFICIENT = 2;

/** Nanoseconds of one step: the whole batch, forward or with its backward pass and the optimizer. */
function stepNs({ cell, outcome }: Measurement): number {
  const perStep = outcome.repetitions.map(
    ({ samplesNs, itemsPerSample }) => (median(samplesNs) * cell.batchSize!) / itemsPerSample,
  );
  return median(perStep);
}

interface Step {
  measurement: Measurement;
  batch: number;
  ns: number;
  /** What it takes where nothing slows the host: other steps are compared with this. 0 if nothing is known. */
  leastNs: number;
}

/** Where steps can be compared: the same net, engine, device, dtype and length; the recipe only among forward passes. */
const netOf = ({ cell }: Measurement) => netKey(cell);

const named = ({ measurement: { cell }, batch }: Step) =>
  `${cell.mode === 'train' ? 'a training step' : 'a forward pass'} of batch ${batch}`;

function fasterThan(step: Step, least: number, words: string): CheckFinding[] {
  const times = least / step.ns;
  if (times <= FLAG_ABOVE) return [];
  const severity = times > HOLD_ABOVE ? 'quarantine' : 'flag';
  const text = `${named(step)} takes ${inMs(step.ns)}, ${times.toPrecision(3)} times as fast as ${words} of this file allows`;
  return [{ check: 'p19-fast-step', severity, measurement: step.measurement, text }];
}

/** A forward pass of a smaller or equal batch takes no longer. */
function againstSmaller(step: Step, forward: readonly Step[]): CheckFinding[] {
  const smaller = forward.filter((one) => one !== step && one.batch <= step.batch);
  const [slowest] = smaller.toSorted((a, b) => b.leastNs - a.leastNs);
  return slowest === undefined ? [] : fasterThan(step, slowest.leastNs, named(slowest));
}

/** A sample is trained no faster than a third of the best forward throughput at a batch at least as large. */
function againstThroughput(step: Step, forward: readonly Step[]): CheckFinding[] {
  const larger = forward.filter((one) => one.batch >= step.batch);
  const [best] = larger.toSorted((a, b) => a.leastNs / a.batch - b.leastNs / b.batch);
  if (best === undefined) return [];
  const least = (TRAINING / LESS_EFFICIENT) * (best.leastNs / best.batch) * step.batch;
  return fasterThan(step, least, named(best));
}

function findingsOf(group: readonly Measurement[]): CheckFinding[] {
  const steps = group.map((measurement): Step => {
    const ns = stepNs(measurement);
    const batch = measurement.cell.batchSize!;
    return { measurement, batch, ns, leastNs: ns / slowedBy(measurement) };
  });
  const forward = steps.filter(({ measurement }) => measurement.cell.mode === 'infer' && !measurement.probe);
  return steps.flatMap((step) => {
    const { mode, recipe } = step.measurement.cell;
    const alike = forward.filter(({ measurement }) => measurement.cell.recipe === recipe);
    const found = againstSmaller(step, alike);
    return mode === 'train' && found.length === 0 ? againstThroughput(step, alike) : found;
  });
}

export const stepTime: Check = ({ measurements }) => {
  const stepped = measurements.filter(
    ({ cell }) => (cell.mode === 'train' || cell.mode === 'infer') && cell.batchSize !== null,
  );
  return [...Map.groupBy(stepped, netOf).values()].flatMap(findingsOf);
};
