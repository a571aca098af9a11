/** @file The epochs of training to a target: their times, and what an evaluation computes. */
import type { Convergence, Repetition } from '../../data/contract/repetition.ts';
import type { Measurement } from './measurement.ts';

/**
 * Samples of an evaluation. Every data set on which the runner trains to a target has as many: MNIST (yann.lecun.com/exdb/mnist),
 * Fashion-MNIST (arXiv 1708.07747, table 1) and CIFAR-100 (www.cs.toronto.edu/~kriz/cifar.html).
 */
export const EVALUATION_SAMPLES = 10_000;

export type Epoch = Convergence['epochs'][number];

/** The record of each repetition; none for other modes. */
export const trainingsOf = ({ outcome }: Pick<Measurement, 'outcome'>): Convergence[] =>
  outcome.repetitions.flatMap(({ convergence }) => convergence ?? []);

/** Nanoseconds of one training sample in each epoch, without the evaluations. */
export const epochItemNs = ({ convergence, itemsPerSample }: Repetition): number[] =>
  (convergence?.epochs ?? []).map(({ trainNs }) => trainNs / itemsPerSample);

/** Nanoseconds of the evaluation of each epoch. */
export const evaluationsNs = (measurement: Pick<Measurement, 'outcome'>): number[] =>
  trainingsOf(measurement).flatMap(({ epochs }) => epochs.map(({ evaluateNs }) => evaluateNs));
