/** @file P52: the course of a training to a target is that of a net which starts from chance, and no two runs are alike. */
import { findReferenceRules } from '../../../../data/catalogue/rules.ts';
import type { Convergence } from '../../../../data/contract/repetition.ts';
import { stepsPerEpoch } from '../../../../data/derive/work.ts';
import { type Epoch, EVALUATION_SAMPLES, trainingsOf } from '../../../values/epochs.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../../contract/check.ts';

type Doubt = readonly [Severity, string];

/** Training that misses its target after this many times its usual epochs is given up (`runner/plan/planned.ts`). */
const PATIENCE = 3;

/** A share is a whole number of samples; engines compute it in float32, whose error is below a hundredth of a sample. */
const SAMPLE_ERROR = 0.01;

const isWhole = (accuracy: number): boolean => {
  const right = accuracy * EVALUATION_SAMPLES;
  return Math.abs(right - Math.round(right)) <= SAMPLE_ERROR;
};

/**
 * The mean loss of a first epoch holds that of its first steps, when the net still guesses. The reference's are those of other
 * start values, and even if every further step halved the loss, all of them would add as much as its last one once more.
 */
const OTHER_START = 0.5;

/** A training whose loss is so many times as high as the highest of its start has diverged, and learns nothing. */
const DIVERGED = 10;

const startLosses = ({ cell }: Measurement): readonly number[] =>
  findReferenceRules(cell.workload)?.losses ?? [];

/** The least mean loss of a first epoch; 0 if the reference has no losses. */
function leastFirstLoss(measurement: Measurement): number {
  const { cell, facts } = measurement;
  const losses = startLosses(measurement);
  if (losses.length === 0 || facts.trainingSamples === null || cell.batchSize === null) return 0;
  const sum = losses.reduce((total, loss) => total + loss, losses.at(-1)!);
  return (OTHER_START * sum) / stepsPerEpoch(facts.trainingSamples, cell.batchSize);
}

function doubtsOfRun(measurement: Measurement, { epochs }: Convergence): Doubt[] {
  const { epochsPerRun } = measurement.facts;
  const doubts: Doubt[] = [];
  if (epochsPerRun !== null && epochs.length > PATIENCE * epochsPerRun)
    doubts.push(['flag', `trained for ${epochs.length} epochs, but ends after ${PATIENCE * epochsPerRun}`]);
  const odd = epochs.find(({ accuracy }) => !isWhole(accuracy));
  if (odd !== undefined)
    doubts.push([
      'flag',
      `classified ${odd.accuracy} of the evaluation set correctly, no whole number of its ${EVALUATION_SAMPLES} samples`,
    ]);
  const most = DIVERGED * Math.max(...startLosses(measurement), 1);
  const high = epochs.find(({ loss }) => loss > most);
  if (high !== undefined)
    doubts.push(['flag', `has a loss of ${high.loss.toPrecision(3)}, with which a net learns nothing`]);
  const least = leastFirstLoss(measurement);
  if (epochs[0]!.loss < least)
    doubts.push([
      'flag',
      `has a loss of ${epochs[0]!.loss.toPrecision(3)} in its first epoch, less than its first steps from chance add alone, ${least.toPrecision(3)}`,
    ]);
  return doubts;
}

/** Fewer epochs may be alike by chance. */
const FEWEST = 3;
/** Times of the same work scatter by some tenths of a percent at least. */
const ALIKE = 2e-5;

/** Whether the times of one list are those of another, scaled. */
function isScaled(one: readonly number[], other: readonly number[]): boolean {
  const count = Math.min(one.length, other.length);
  if (count < FEWEST) return false;
  const ratios = one.slice(0, count).map((ns, i) => ns / other[i]!);
  return Math.max(...ratios) <= (1 + ALIKE) * Math.min(...ratios);
}

const timesOf = ({ epochs }: Convergence): number[] => epochs.map(({ trainNs }) => trainNs);

function doubtsOfTimes(runs: readonly Convergence[]): Doubt[] {
  const lists = runs.map(timesOf);
  const flat = lists.some((times) =>
    isScaled(
      times,
      times.map(() => 1),
    ),
  );
  if (flat) return [['flag', 'its epochs all took the same time']];
  const copied = lists.some((times, i) => i > 0 && isScaled(times, lists[i - 1]!));
  return copied ? [['flag', 'the epochs of two repetitions took the same times, or scaled ones']] : [];
}

/** Two runs start from other weights and see the samples in another order: their losses never agree to all digits. */
function doubtsOfLosses(runs: readonly Convergence[]): Doubt[] {
  const losses = runs.flatMap(({ epochs }) => epochs.map(({ loss }: Epoch) => loss));
  return new Set(losses).size === losses.length
    ? []
    : [['flag', 'two of its epochs have the same loss to all digits']];
}

export const course: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const runs = trainingsOf(measurement);
    const ofRuns = measurement.outcome.repetitions.flatMap(({ convergence, runIndex }) =>
      convergence === null
        ? []
        : doubtsOfRun(measurement, convergence).map(
            ([severity, text]): Doubt => [severity, `repetition ${runIndex} ${text}`],
          ),
    );
    const doubts = [...ofRuns, ...doubtsOfTimes(runs), ...doubtsOfLosses(runs)];
    return doubts.map(([severity, text]) => ({ check: 'p52-course', severity, measurement, text }));
  });
