/** @file P9: training to a target ends with the first epoch that reaches it, each run has its own seed, and all time counts. */
import type { Convergence, Repetition } from '../../../../data/contract/repetition.ts';
import type { Check, CheckFinding, Severity } from '../../contract/check.ts';

/** No published net of this size does better on these data sets (the best errors on MNIST are 0.1 % and above). */
const BEST_ACCURACY = 0.999;

/** If a larger share of the runs missed the target, the times of the others are not representative. */
const MAX_MISSED = 1 / 3;

type Doubt = [Severity, string];

/** Contradictions within one run. */
function contradictionsOf({ samplesNs, samplesThinned }: Repetition, run: Convergence): Doubt[] {
  const first = run.epochs.findIndex(({ accuracy }) => accuracy >= run.target);
  const last = run.epochs.length - 1;
  const doubts: Doubt[] = [];
  if (run.reached && first !== last) {
    const text =
      first === -1 ? 'no epoch reached it' : `epoch ${first + 1} of ${last + 1} already reached it`;
    doubts.push([
      'reject',
      `claims to have reached ${run.target} with its last epoch, but ${text}; measure again`,
    ]);
  }
  if (!run.reached && first !== -1) {
    doubts.push([
      'reject',
      `claims to have missed ${run.target}, but epoch ${first + 1} reached it; measure again`,
    ]);
  }
  const sums = run.epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs);
  if (samplesThinned > 0 || sums.join() !== samplesNs.join()) {
    doubts.push([
      'reject',
      'has samples that are not the sums of training and evaluation of its epochs; measure again',
    ]);
  }
  if (run.epochs.some(({ loss }) => loss < 0))
    doubts.push(['reject', 'has a loss below 0, which no cross-entropy is; measure again']);
  const best = Math.max(...run.epochs.map(({ accuracy }) => accuracy));
  if (run.dataSource === 'official' && best > BEST_ACCURACY) {
    doubts.push(['flag', `reached an accuracy of ${best}, better than such a net can`]);
  }
  return doubts;
}

/** Contradictions between the runs of a cell. */
function disagreementsOf(runs: readonly Convergence[]): Doubt[] {
  const doubts: Doubt[] = [];
  const different = (field: 'seed' | 'target' | 'dataSource') => new Set(runs.map((run) => run[field])).size;
  if (different('seed') < runs.length) doubts.push(['reject', 'used one seed twice; measure again']);
  if (different('target') > 1) doubts.push(['reject', 'trained to different targets; measure again']);
  if (different('dataSource') > 1) doubts.push(['reject', 'trained on different data; measure again']);
  const missed = runs.filter(({ reached }) => !reached).length;
  if (missed > MAX_MISSED * runs.length) {
    doubts.push(['quarantine', `${missed} of ${runs.length} runs missed the target`]);
  }
  return doubts;
}

export const convergence: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { repetitions } = measurement.outcome;
    const runs = repetitions.flatMap((repetition) => repetition.convergence ?? []);
    const doubts = [
      ...repetitions.flatMap((repetition) => {
        const found =
          repetition.convergence === null ? [] : contradictionsOf(repetition, repetition.convergence);
        return found.map(
          ([severity, text]): Doubt => [severity, `repetition ${repetition.runIndex} ${text}`],
        );
      }),
      ...disagreementsOf(runs),
    ];
    return doubts.map(([severity, text]) => ({ check: 'p9-convergence', severity, measurement, text }));
  });
