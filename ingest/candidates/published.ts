/** @file Converts published results to candidates: values as printed, peculiarities as flags. */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Hardware, WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Flag } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Problem } from '../../data/contract/problem.ts';
import type { Published, Reported } from '../../data/contract/published.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { shareOfPeak } from '../../data/derive/bounds/share-of-peak.ts';
import { comparisonKey } from '../../data/derive/comparison-key.ts';
import { achievedTflops, peakTflops, samplesPerSecond } from '../../data/derive/rate.ts';
import { stepsPerEpoch } from '../../data/derive/work.ts';
import type { PublishedFile } from '../values/file.ts';
import { hardwareOf } from '../values/hardware.ts';
import { type Candidate, candidateId, noDetails, SOFTWARE_ADAPTER } from './candidate.ts';
import { costOf, priceOf } from './cost.ts';

/** Half a unit in the last digit: seconds and milliseconds are published as whole numbers. */
const ROUNDING = 0.5;

/** Whether steps times milliseconds match the published seconds, given that both are rounded to whole units. */
function stepTimeAgrees(seconds: number, steps: number, stepMs: number): boolean {
  const low = (steps * (stepMs - ROUNDING)) / 1000;
  const high = (steps * (stepMs + ROUNDING)) / 1000;
  return high >= seconds - ROUNDING && low <= seconds + ROUNDING;
}

/** How the work differs from the workload's definition; such values are not compared with the baseline. */
function variantOf(outcome: Reported): string[] {
  const heldOut = outcome.heldOutFraction ?? 0;
  return [
    ...(heldOut > 0 ? [`${Math.round(heldOut * 100)} % held out`] : []),
    ...(outcome.optimiser === null ? [] : [outcome.optimiser]),
  ];
}

/**
 * Engines whose products are TensorFloat-32 on a GPU that has it, unless it is switched off: TensorFlow from 2.4 on
 * (tf.config.experimental.enable_tensor_float_32_execution), JAX (docs.jax.dev, "Matmul precision").
 */
const roundingEngines: readonly EngineId[] = ['tensorflow', 'jax'];

/** Whether a published float32 value is in truth tf32, unless its author changed the engine's default. */
const isProbablyTensorFloat = ({ engine, device, dtype }: Cell, hardware: Hardware | null): boolean =>
  dtype === 'float32' &&
  device.api === 'cuda' &&
  roundingEngines.includes(engine) &&
  (hardware?.tf32Tflops ?? null) !== null;

const PROBABLY_TENSOR_FLOAT: Flag = {
  id: 'probably-tf32',
  text: 'On this GPU the engine rounds the operands of float32 products to TensorFloat-32 by default, and the source does not say that it was switched off: this is probably a tf32 value.',
};

function flagsOf(outcome: Reported, facts: WorkloadFacts, cell: Cell): Flag[] {
  const flags: Flag[] = [];
  const add = (id: string, text: string) => flags.push({ id, text });
  const { seconds, epochs, evaluations, heldOutFraction, stepMs } = outcome;
  if (evaluations !== null && evaluations > 0) {
    const passes = evaluations === 1 ? 'one evaluation' : `${evaluations} evaluations`;
    const text = `The published ${seconds} s include ${epochs} epochs and ${passes} on the test set; the value is this total divided by ${epochs}.`;
    add('includes-evaluation', text);
  } else if (epochs > 1) {
    add(
      'total-of-epochs',
      `The published ${seconds} s are for ${epochs} epochs; the value is this total divided by ${epochs}.`,
    );
  }
  if (evaluations === null)
    add('evaluation-unknown', 'The source does not say whether the time includes evaluations.');
  if (heldOutFraction === null)
    add('held-out-unknown', 'The source does not say whether part of the training set was held out.');
  else if (heldOutFraction > 0) {
    add(
      'held-out',
      `${Math.round(heldOutFraction * 100)} % of the training set was held out for validation, so an epoch has fewer steps.`,
    );
  }
  if (outcome.optimiser !== null) {
    add('other-optimiser', `Trained with ${outcome.optimiser} instead of the workload's ${facts.optimiser}.`);
  }
  if (stepMs !== null && facts.trainingSamples !== null && cell.batchSize !== null) {
    const steps = stepsPerEpoch(facts.trainingSamples, cell.batchSize);
    if (!stepTimeAgrees(seconds / epochs, steps, stepMs)) {
      const product = ((steps * stepMs) / 1000).toFixed(1);
      add(
        'step-time-disagrees',
        `The published ${stepMs} ms per step times ${steps} steps is ${product} s, not ${seconds / epochs} s.`,
      );
    }
  }
  for (const [index, text] of outcome.odd.entries()) add(`odd-${index + 1}`, text);
  for (const [index, text] of outcome.unknown.entries()) add(`unknown-${index + 1}`, text);
  return flags;
}

function toCandidate(
  file: PublishedFile,
  result: Published['results'][number],
  facts: WorkloadFacts,
): Candidate {
  const { source, machines, id, title } = file.published;
  const { cell, outcome } = result;
  const machine = machines[result.machine]!;
  const machineId = `${id}.${result.machine}`;
  const variant = variantOf(outcome);
  const hardware = hardwareOf(cell.device, null);
  const value = outcome.seconds / outcome.epochs;
  const perSecond = samplesPerSecond(facts, 'secondsPerEpoch', value, outcome.heldOutFraction ?? 0);
  const rounded = isProbablyTensorFloat(cell, hardware);
  const peak = peakTflops(hardware, cell.device.kind, rounded ? 'tf32' : cell.dtype);
  const achieved = achievedTflops(facts, cell, value, perSecond);
  return {
    row: {
      id: candidateId(machineId, cell, hardware?.id ?? null, variant),
      machine: { id: machineId, name: machine.name },
      hardware: hardware?.id ?? null,
      ...cell,
      metric: 'secondsPerEpoch',
      unit: metrics.secondsPerEpoch.unit,
      value,
      ci: null,
      n: outcome.runs,
      machines: 1,
      runs: 1,
      ...shareOfPeak(peak === null || achieved === null ? null : achieved / peak.value, 'rated'),
      comparisonKey: comparisonKey(id, cell, 'secondsPerEpoch', variant),
      flags: [...(rounded ? [PROBABLY_TENSOR_FLOAT] : []), ...flagsOf(outcome, facts, cell)],
      trust: 'published',
      provenance: 'published',
      preset: null,
      software: outcome.software ?? source.software,
      os: machine.os,
      stepMs: outcome.stepMs,
      accuracy: outcome.accuracy,
      samplesPerSecond: perSecond,
      ...noDetails,
      cost: variant.length > 0 ? null : costOf(facts, 'secondsPerEpoch', value, priceOf(hardware)),
      date: source.date,
      sources: [{ path: file.path, by: 'publication', url: source.url, title }],
    },
    measurement: null,
    rungs: [],
    variant,
    runs: [],
    unranked: cell.device.software ? SOFTWARE_ADAPTER : null,
    withheld: null,
  };
}

/** The candidates of a published file, and its inconsistencies as problems. */
export function publishedCandidates(file: PublishedFile): { candidates: Candidate[]; problems: Problem[] } {
  const candidates: Candidate[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [index, result] of file.published.results.entries()) {
    const add = (field: string, message: string) => {
      problems.push({ path: file.shown, field: `results.${index}.${field}`, message });
    };
    const facts = findWorkload(result.cell.workload);
    if (facts === null || facts.trainingSamples === null || result.cell.mode !== 'train') {
      add(
        'cell',
        `is "${result.cell.workload}", mode "${result.cell.mode}", which has no seconds per epoch; use mode "train" of a workload with a data set (data/catalogue/workloads)`,
      );
    } else if (!Object.hasOwn(file.published.machines, result.machine)) {
      add('machine', `is "${result.machine}", which is not in "machines"; add it there`);
    } else {
      const candidate = toCandidate(file, result, facts);
      const earlier = seen.get(candidate.row.id);
      if (earlier !== undefined) add('cell', `is the same as in results.${earlier}; keep one`);
      seen.set(candidate.row.id, index);
      candidates.push(candidate);
    }
  }
  return { candidates, problems };
}
