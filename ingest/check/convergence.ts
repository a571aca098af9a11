/** @file P9: training to a target ends with the first epoch that reaches it, from a seed of its own, all on the clock. */
import type { Convergence, Repetition } from '../../data/contract/outcome.ts';
import type { Check, CheckFinding, Severity } from './check.ts';

/** No published net of this size does better on these data sets (MNIST's best errors are 0.1 % and above). */
const BEST_ACCURACY = 0.999;

/** With more misses than this the time of the others says little: they were the lucky ones. */
const MAX_MISSED = 1 / 3;

type Doubt = [Severity, string];

/** What of one run contradicts itself. */
function contradictionsOf({ samplesNs, samplesThinned }: Repetition, run: Convergence): Doubt[] {
  const first = run.epochs.findIndex(({ accuracy }) => accuracy >= run.target);
  const last = run.epochs.length - 1;
  const doubts: Doubt[] = [];
  if (run.reached && first !== last) {
    const text = first === -1 ? 'no epoch did' : `epoch ${first + 1} of ${last + 1} did already`;
    doubts.push([
      'reject',
      `is said to have reached ${run.target} with its last epoch, but ${text}; measure again`,
    ]);
  }
  if (!run.reached && first !== -1) {
    doubts.push([
      'reject',
      `is said to have missed ${run.target}, but epoch ${first + 1} reached it; measure again`,
    ]);
  }
  const sums = run.epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs);
  if (samplesThinned > 0 || sums.join() !== samplesNs.join()) {
    doubts.push([
      'reject',
      'has samples that are not the training and the evaluation of its epochs; measure again',
    ]);
  }
  const best = Math.max(...run.epochs.map(({ accuracy }) => accuracy));
  if (run.dataSource === 'official' && best > BEST_ACCURACY) {
    doubts.push(['flag', `reached an accuracy of ${best}, better than such a net does`]);
  }
  return doubts;
}

/** What does not fit between the runs of a cell. */
function disagreementsOf(runs: readonly Convergence[]): Doubt[] {
  const doubts: Doubt[] = [];
  const different = (field: 'seed' | 'target' | 'dataSource') => new Set(runs.map((run) => run[field])).size;
  if (different('seed') < runs.length) doubts.push(['reject', 'trained twice from one seed; measure again']);
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
