/** @file The bounds of the runner's comparisons for a cell, from the catalogue: a file does not set its own. */
import { findReferenceRules, rules } from '../../data/catalogue/rules.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Comparison } from '../../data/contract/proof.ts';
import type { Bounds, ReferenceRules } from '../../data/contract/rules.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { attentionTolerance, COPY_TOLERANCE, matmulTolerance } from '../../data/derive/rounding.ts';

/** The largest allowed error of each comparison; an absent name is not one that this cell can have. */
export type ComparisonBounds = Partial<Record<Comparison['of'], number>>;

/**
 * Bounds of the shares of dropped values: five deviations of a proportion, most for a layer of one value; and of the scale of
 * the kept ones in bfloat16, the coarsest dtype (`check/dropout.py` of the engines in Python).
 */
const ZEROS = 1;
const SCALE = 0.03;

/** Of `runner/worker/check/dropped.ts`: sums of the same numbers. */
const PARTS = 1e-5;

/** Of `runner/worker/check/dropout.ts`: a share of a logarithm, and half of a share of deviations. */
const DROPPED_GRADIENTS = 1;
const SHARES = 0.5;

function trainingBounds(bounds: Bounds, { dropout }: ReferenceRules): ComparisonBounds {
  const common = rules.bounds;
  return {
    'first loss': bounds.firstLoss,
    losses: bounds.losses,
    gradients: bounds.gradients,
    ...(bounds.directions === undefined
      ? {}
      : {
          'gradient directions': bounds.directions,
          'gradient directions after the loop': bounds.directions,
        }),
    'first updates': bounds.firstUpdates,
    'second updates': bounds.secondUpdates,
    ...(dropout
      ? {
          'loss with dropout': common.dropout,
          'gradients with dropout': DROPPED_GRADIENTS,
          'gradient shares with dropout': SHARES,
          'masks of dropout': 0,
          'zeros of dropout': ZEROS,
          'scale of dropout': SCALE,
          'masks of gradients': 0,
          'scale of gradients': SCALE,
          'draws of dropout': ZEROS,
          'step in parts': PARTS,
        }
      : {}),
    'equal samples': common.equalSamples,
    'steps counted': 0,
    'last loss': bounds.firstLoss,
    movement: common.movement,
    'first loss after the loop': bounds.firstLoss,
    'gradients after the loop': bounds.gradients,
    'first updates after the loop': bounds.firstUpdates,
    'running averages': bounds.gradients,
    'running averages after the loop': bounds.gradients,
    ...WORK,
  };
}

/** Of `runner/worker/check/work.ts`: shares of time. */
const WORK = { 'work after the wait': 0.5, 'work on new inputs': 0.5 } as const;

const outputBounds = (bound: number): ComparisonBounds => ({
  ...WORK,
  outputs: bound,
  'outputs of altered inputs': bound,
});

/** The bounds of a cell; null if the catalogue has none for it. */
export const boundsOf = remembered((cell: Cell): ComparisonBounds | null => {
  const { workload, mode, dtype, size, sequenceLength } = cell;
  if (dtype === 'quantized') return null;
  if (workload === 'matmul') return size === null ? null : outputBounds(matmulTolerance(dtype, size));
  if (workload === 'copy')
    return { ...outputBounds(COPY_TOLERANCE), 'outputs after the loop': COPY_TOLERANCE };
  const reference = findReferenceRules(workload);
  const bounds = reference?.bounds[dtype];
  if (!reference || !bounds) return null;
  if (mode === 'op') {
    if (reference.headWidth === null || sequenceLength === null) return null;
    const shape = { length: sequenceLength, width: reference.headWidth };
    return outputBounds(attentionTolerance(shape, dtype));
  }
  return mode === 'infer' ? outputBounds(bounds.outputs) : trainingBounds(bounds, reference);
});
