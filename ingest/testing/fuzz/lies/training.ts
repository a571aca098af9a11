/** @file Lies about training to a target: shorter epochs, fewer ones, no evaluations. */
import type { Convergence, Repetition } from '../../../../data/contract/repetition.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { type Lie, withResults } from './lie.ts';

type Epoch = Convergence['epochs'][number];

const scale = (ns: number, by: number): number => Math.max(1, Math.round(ns * by));

const shorter = (by: number) => (epochs: readonly Epoch[]) =>
  epochs.map((one) => ({ ...one, trainNs: scale(one.trainNs, by), evaluateNs: scale(one.evaluateNs, by) }));

/** All that counts the time of a loop, as if it had taken another one. */
function withClocks(repetition: Repetition, by: number): Repetition {
  const { elapsedNs, load } = repetition;
  return {
    ...repetition,
    ...(elapsedNs === undefined ? {} : { elapsedNs: scale(elapsedNs, by) }),
    load: load && {
      ...load,
      wallNs: scale(load.wallNs, by),
      workerCpuNs: load.workerCpuNs && scale(load.workerCpuNs, by),
      foreignCpuNs: load.foreignCpuNs && scale(load.foreignCpuNs, by),
    },
  };
}

const lengthOf = (epochs: readonly Epoch[]): number =>
  epochs.reduce((sum, { trainNs, evaluateNs }) => sum + trainNs + evaluateNs, 0);

/** The repetition with other epochs; null if it has none or nothing changes. */
function retold(
  repetition: Repetition,
  change: (epochs: readonly Epoch[]) => Epoch[],
  clocks: boolean,
): Repetition | null {
  const { convergence } = repetition;
  if (convergence === null) return null;
  const epochs = change(convergence.epochs);
  if (epochs.length === 0 || JSON.stringify(epochs) === JSON.stringify(convergence.epochs)) return null;
  const told = clocks ? withClocks(repetition, lengthOf(epochs) / lengthOf(convergence.epochs)) : repetition;
  return {
    ...told,
    samplesNs: epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
    convergence: { ...convergence, epochs },
  };
}

/** The submission with other epochs in all repetitions; null if it has none. */
const withEpochs = (
  own: Submission,
  change: (epochs: readonly Epoch[]) => Epoch[],
  clocks: boolean,
): Submission | null =>
  withResults(own, (result) => {
    const told = result.outcome.repetitions.map((one) => retold(one, change, clocks));
    if (told.every((one) => one === null)) return null;
    const repetitions = told.map((one, i) => one ?? result.outcome.repetitions[i]!);
    return { ...result, outcome: { ...result.outcome, repetitions } };
  });

/** The first half of the epochs, the last of which has reached the target. */
function firstHalf(epochs: readonly Epoch[]): Epoch[] {
  const { accuracy, loss } = epochs.at(-1)!;
  const kept = epochs.slice(0, Math.ceil(epochs.length / 2));
  return [...kept.slice(0, -1), { ...kept.at(-1)!, accuracy, loss }];
}

const all = (epochs: readonly Epoch[]): Epoch[] => [...epochs];
const withoutFirst = (epochs: readonly Epoch[]): Epoch[] =>
  epochs.length === 1 ? all(epochs) : epochs.slice(1);

export const training: Lie[] = [
  {
    name: 'epochs halved',
    sentence: 'Every epoch and its evaluation took half as long.',
    tell: ({ own }) => withEpochs(own, shorter(0.5), false),
  },
  {
    name: 'epochs halved, with their clocks',
    sentence: 'Every epoch, the loop and the load took half as long.',
    tell: ({ own }) => withEpochs(own, shorter(0.5), true),
  },
  {
    name: 'epochs at 0.3x, with their clocks',
    sentence: 'Every epoch, the loop and the load took 0.3 times as long.',
    tell: ({ own }) => withEpochs(own, shorter(0.3), true),
  },
  {
    name: 'nothing evaluated',
    sentence: 'Every evaluation took one nanosecond.',
    tell: ({ own }) =>
      withEpochs(own, (epochs) => epochs.map((one) => ({ ...one, evaluateNs: 1 })), true),
  },
  {
    name: 'first epoch cut away',
    sentence: 'The training began with its second epoch.',
    tell: ({ own }) => withEpochs(own, withoutFirst, false),
  },
  {
    name: 'first epoch cut away, with its clocks',
    sentence: 'The training began with its second epoch, and so did the loop and the load.',
    tell: ({ own }) => withEpochs(own, withoutFirst, true),
  },
  {
    name: 'half of the epochs',
    sentence: 'The target was reached in half of the epochs.',
    tell: ({ own }) => withEpochs(own, firstHalf, false),
  },
  {
    name: 'one epoch as all',
    sentence: 'All epochs took exactly as long as the fastest.',
    tell: ({ own }) =>
      withEpochs(
        own,
        (epochs) => {
          const [fastest] = epochs.toSorted((a, b) => a.trainNs - b.trainNs);
          return epochs.map((one) => ({ ...one, trainNs: fastest!.trainNs }));
        },
        true,
      ),
  },
  {
    name: 'accuracies invented',
    sentence: 'The epochs took half as long, and the accuracies are random numbers on a rising line.',
    tell: ({ own, random }) =>
      withEpochs(
        own,
        (epochs) =>
          shorter(0.5)(epochs).map((one) => ({
            ...one,
            accuracy: Math.min(1, one.accuracy + 1e-5 * random.uniform()),
          })),
        true,
      ),
  },
];
