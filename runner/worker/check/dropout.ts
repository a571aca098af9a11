/** @file Compares a step with dropout with what random masks make of the first step of the reference. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';
import type { DroppedReference, Reference } from '../../models/references.ts';
import { bounded, largest, norm } from './comparison.ts';
import type { GradientSample } from './gradient.ts';

/** Most that dropout may change the norm of an array's gradient, as a factor; vgg16-cifar100 was seen at 6. */
const MOST_CHANGE = 30;

/** Whether every array has a gradient with dropout: a rough comparison with those without it. */
export function droppedGradientsComparison(
  norms: readonly number[],
  { gradients, leastGradient }: Pick<Reference, 'gradients' | 'leastGradient'>,
): Comparison {
  const least = leastGradient * norm(gradients);
  const errors = gradients.map((expected, i) =>
    expected < least ? 0 : Math.abs(Math.log((norms[i] ?? 0) / expected)) / Math.log(MOST_CHANGE),
  );
  return { of: 'gradients with dropout', error: largest(errors), tolerance: 1 };
}

/** Shares may differ by this many deviations. */
const MOST_SHARE_DEVIATIONS = 8;

/** Steps from which the means and deviations of the reference were estimated. */
const DRAWS = 100;

/** Roundings move a share by a part of itself, too. */
const LEAST_SHARE = 0.01;

/** How much of a gradient is in another one. */
export function shareOf(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  let [along, whole] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    along += found[i]! * exact[i]!;
    whole += exact[i]! ** 2;
  }
  return whole === 0 ? 0 : along / whole;
}

/**
 * Compares the directions of gradients with dropout: how much of the gradient without it is in each.
 * @param copies Copies of the reference's samples in the batch, whose masks differ.
 */
export function sharesComparison(
  dropped: readonly GradientSample[],
  without: readonly GradientSample[],
  reference: Pick<Reference, 'gradients' | 'leastGradient'> & { dropout: DroppedReference },
  copies: number,
): Comparison {
  const { gradients, leastGradient, dropout } = reference;
  const least = leastGradient * norm(gradients);
  const errors = dropout.shares.map((share, i) => {
    // Where no unit of the sampled elements is active, there is nothing to compare.
    if (gradients[i]! < least || dropout.shareDeviations[i] === 0) return 0;
    const found = dropped[i] && without[i] ? shareOf(dropped[i].spaced, without[i].spaced) : Number.NaN;
    const deviation = dropout.shareDeviations[i]! * Math.sqrt(1 / copies + 1 / DRAWS);
    return Math.abs(found - share) / (deviation + LEAST_SHARE * Math.abs(share));
  });
  return {
    of: 'gradient shares with dropout',
    error: bounded(largest(errors) / (2 * MOST_SHARE_DEVIATIONS)),
    tolerance: 0.5,
  };
}

/** Steps with dropout from equal weights must have other masks, so other losses. */
export const masksComparison = (losses: readonly number[]): Comparison => ({
  of: 'masks of dropout',
  error: losses.every((loss) => loss === losses[0]) ? 1 : 0,
  tolerance: 0,
});

/** Deviations by which a loss with random masks may differ from the mean. */
const MOST_DEVIATIONS = 5;

/** Losses with dropout are another one than without it. */
const SAME_LOSS = 1e-6;

/**
 * Compares the mean loss of steps with dropout from equal weights.
 * @param copies Copies of the reference's samples in the batch.
 * @param lossWithout That of the same samples without dropout.
 */
export function dropoutComparison(
  losses: readonly number[],
  { loss: mean, deviation }: Pick<DroppedReference, 'loss' | 'deviation'>,
  copies: number,
  lossWithout: number,
): Comparison {
  const found = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const spread = deviation * Math.sqrt(1 / (copies * losses.length) + 1 / DRAWS);
  const same = losses.some((loss) => Math.abs(loss / lossWithout - 1) < SAME_LOSS);
  return {
    of: 'loss with dropout',
    error: same ? 1 : bounded(Math.abs(found - mean) / spread / (2 * MOST_DEVIATIONS)),
    tolerance: 0.5,
  };
}
