/** @file Makes sample results what an honest runner writes: versions, checks, and how long a repetition lasts. */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { median } from '../../data/derive/stats.ts';
import { stepsPerEpoch } from '../../data/derive/work.ts';
import { checkOf, engineVersionOf } from '../../ingest/testing/proof.ts';
import { thinned } from '../../ingest/testing/samples.ts';
import { stepsTimedOf } from '../../ingest/values/steps.ts';

/** Longer samples are of one pass. */
const LONGEST_JOINED_NS = 50e6;

const isTimed = ({ mode }: Cell): boolean => mode === 'train' || mode === 'infer' || mode === 'op';

function honestRepetition(cell: Cell, one: Repetition): Repetition {
  if (!isTimed(cell)) return { ...one, samplesThinned: 0 };
  const joined = one.itemsPerSample / (cell.batchSize ?? 1);
  const passes = median(one.samplesNs) > LONGEST_JOINED_NS ? joined : 1;
  const samplesNs = one.samplesNs.map((ns) => Math.max(1, Math.round(ns / passes)));
  return {
    ...one,
    samplesNs,
    samplesThinned: thinned(median(samplesNs), samplesNs.length),
    itemsPerSample: one.itemsPerSample / passes,
  };
}

/** What it says of an epoch of which not all steps were timed. */
function extrapolatedIn(cell: Cell, repetitions: readonly Repetition[]): Ok['extrapolated'] {
  if (cell.mode !== 'train') return null;
  const steps = stepsPerEpoch(findWorkload(cell.workload)!.trainingSamples!, cell.batchSize!);
  const stepsTimed = stepsTimedOf(repetitions, cell);
  return stepsTimed >= steps ? null : { stepsTimed, stepsPerEpoch: steps };
}

function honestOutcome(cell: Cell, outcome: Ok): Ok {
  const { check } = outcome;
  const repetitions = outcome.repetitions.map((one) => honestRepetition(cell, one));
  return {
    ...outcome,
    engineVersion: check.kind === 'none' ? 'llama-bench 5163 (8cf427ff)' : engineVersionOf(cell),
    check: check.kind === 'none' || !check.passed ? check : checkOf(cell),
    repetitions,
    extrapolated: extrapolatedIn(cell, repetitions),
  };
}

const honestResult = ({ cell, outcome }: Result): Result => ({
  cell,
  outcome: outcome.status === 'ok' ? honestOutcome(cell, outcome) : outcome,
});

/** The results of a preset; `quick` measures each cell once. */
export const honest = (results: readonly Result[], preset: Submission['preset']): Result[] =>
  results
    .map(({ cell, outcome }) => ({
      cell,
      outcome:
        preset === 'quick' && outcome.status === 'ok'
          ? { ...outcome, repetitions: outcome.repetitions.slice(0, 1) }
          : outcome,
    }))
    .map(honestResult);
