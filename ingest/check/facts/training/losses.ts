/** @file The recorded losses of a check that passed are those of the reference, whatever errors the file claims. */
import { findReferenceRules } from '../../../../data/catalogue/rules.ts';
import { boundsOf } from '../../../values/bounds.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';

/** The first loss that is not the reference's; null if all are. Older runners recorded more of them. */
function contradiction({ cell, outcome: { check } }: Measurement): string | null {
  if (check.kind !== 'loss-trajectory' || !check.passed) return null;
  const reference = findReferenceRules(cell.workload)?.losses ?? [];
  const bounds = boundsOf(cell);
  if (bounds === null) return null;
  if (check.losses.length < reference.length) {
    return `${check.losses.length} losses are recorded, not ${reference.length}`;
  }
  for (const [step, expected] of reference.entries()) {
    const loss = check.losses[step]!;
    const bound = bounds[step === 0 ? 'first loss' : 'losses'] ?? 0;
    if (Math.abs(loss / expected - 1) > bound) {
      return `loss ${step + 1} is ${loss}, but the reference has ${expected} with a tolerance of ${bound}, and "passed" is true`;
    }
  }
  return null;
}

export const losses: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const found = contradiction(measurement);
    if (found === null) return [];
    return [{ check: 'check-losses', severity: 'reject', measurement, text: `${found}; measure again` }];
  });
