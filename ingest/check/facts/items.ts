/** @file A sample covers whole passes: one in the naive recipe, otherwise as many as take about 50 ms. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { passesBy, SAMPLE_MS } from '../../../data/derive/passes.ts';
import { ascending } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

/**
 * Passes may become slower after they were counted: a GPU grows warm, another program starts. The pass that counts them is
 * the first, which is rather slower than the others: no sample in the submissions of this repository exceeds the time.
 */
const FLAG_ABOVE = 1.6;
const HOLD_ABOVE = 3;

type Doubt = readonly [Severity, string];

function trainedDoubt({ facts }: Measurement, { itemsPerSample }: Repetition): Doubt | null {
  if (facts.trainingSamples === null || itemsPerSample === facts.trainingSamples) return null;
  return [
    'reject',
    `one epoch covers ${itemsPerSample} samples, not the ${facts.trainingSamples} of ${facts.id}; measure again`,
  ];
}

/** The fewest passes to which engines limit a sample, so that no queue overflows: fewer than these are as many as the time asks for. */
const LEAST_LIMIT = 32;

/** What contradicts the pass by which the passes were counted: there are as many as it says, or an engine's limit. */
function countDoubt(passes: number, { passNs }: Repetition): Doubt | null {
  if (passNs === undefined) return null;
  const most = passNs === null ? 1 : passesBy(passNs);
  if (passes === most || (passes < most && passes >= LEAST_LIMIT)) return null;
  const by =
    passNs === null ? 'no pass was timed to count them' : `one took ${(passNs / 1e6).toPrecision(3)} ms`;
  return [
    'reject',
    `one sample covers ${passes} passes, but ${by}, so that the runner joins ${most}; measure again, or send the file as the runner wrote it`,
  ];
}

function passesDoubt({ cell, facts }: Measurement, repetition: Repetition): Doubt | null {
  const { itemsPerSample, samplesNs } = repetition;
  const perPass = cell.batchSize ?? 1;
  const passes = itemsPerSample / perPass;
  // Of nets that are trained, the check of epochs tells it.
  if (!Number.isInteger(passes) && facts.trainingSamples === null) {
    return [
      'reject',
      `one sample covers ${itemsPerSample} items, no multiple of the batch ${perPass}; measure again`,
    ];
  }
  if (passes > 1 && cell.recipe === 'naive') {
    return ['reject', `one sample covers ${passes} passes, but the naive recipe times each; measure again`];
  }
  if (passes > 1 && cell.mode === 'infer' && perPass === 1) {
    return ['reject', `one sample covers ${passes} passes, but a latency times each; measure again`];
  }
  const miscounted = countDoubt(passes, repetition);
  if (miscounted !== null) return miscounted;
  // Another program may slow most samples, but not every one.
  const ms = ascending(samplesNs)[0]! / 1e6;
  // Without its last pass a sample was too short, otherwise the runner had not added it.
  const before = (ms * (passes - 1)) / passes;
  if (before <= FLAG_ABOVE * SAMPLE_MS) return null;
  return [
    before > HOLD_ABOVE * SAMPLE_MS ? 'quarantine' : 'flag',
    `${passes} passes in each sample took at least ${ms.toPrecision(3)} ms, but the runner joins passes up to about ${SAMPLE_MS} ms only`,
  ];
}

function doubtOf(measurement: Measurement): Doubt | null {
  const { cell, outcome } = measurement;
  if (cell.languageModel !== null) return null;
  const check = cell.mode === 'converge' ? trainedDoubt : passesDoubt;
  for (const repetition of outcome.repetitions) {
    const doubt = check(measurement, repetition);
    if (doubt !== null) return doubt;
  }
  return null;
}

export const items: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const doubt = doubtOf(measurement);
    if (doubt === null) return [];
    const [severity, text] = doubt;
    return [{ check: 'items-per-sample', severity, measurement, text }];
  });
