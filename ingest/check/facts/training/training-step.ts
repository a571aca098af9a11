/** @file P53: what confirms the times of training to a target: training steps of the same net in the same run. */
import { netKey } from '../../../../data/derive/cells/shared.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';
import { SINCE_MS } from '../recorded-since.ts';

/**
 * Epochs end when the net has learned enough and not after a time that the preset prescribes, as loops do (P18). Without the steps
 * only the peak of the device bounds them. A note: whoever chooses one mode is honest, too.
 */
export const trainingStep: Check = ({ file: { submission }, measurements }) => {
  if (Date.parse(submission.startedAt) < SINCE_MS) return [];
  const steps = new Set(
    measurements.flatMap(({ cell }) => (cell.mode === 'train' ? [netKey(cell) + cell.recipe] : [])),
  );
  return measurements
    .filter(({ cell }) => cell.mode === 'converge' && !steps.has(netKey(cell) + cell.recipe))
    .map(
      (measurement): CheckFinding => ({
        check: 'no-training-step',
        severity: 'flag',
        measurement,
        text: 'no training step of this net was measured in the same run, so that little confirms the times of its epochs; measure both with "--mode train,converge"',
      }),
    );
};
