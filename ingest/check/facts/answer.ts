/** @file A time counts only if the result was right. */
import type { Check, CheckFinding } from '../contract/check.ts';

export const answer: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { check } = measurement.outcome;
    // An unchecked result is not a wrong one; it has a separate flag.
    if (check.kind === 'none') return [];
    const { passed, maxRelativeError, tolerance } = check;
    const over = maxRelativeError !== null && tolerance !== null && maxRelativeError > tolerance;
    if (passed && over) {
      const text = `the error ${maxRelativeError} is above its bound ${tolerance}, but "passed" is true; measure again`;
      return [{ check: 'wrong-answer', severity: 'reject', measurement, text }];
    }
    if (passed) return [];
    const error = maxRelativeError === null ? '' : ` (relative error ${maxRelativeError.toPrecision(2)})`;
    return [
      {
        check: 'wrong-answer',
        severity: 'quarantine',
        measurement,
        text: `the result was wrong${error}, so its time does not count`,
      },
    ];
  });
