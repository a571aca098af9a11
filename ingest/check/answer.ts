/** @file A time counts only where the right thing was computed. */
import type { Check, CheckFinding } from './check.ts';

export const answer: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { check } = measurement.outcome;
    // What nothing was compared with is no wrong answer; its flag says so.
    if (check.kind === 'none') return [];
    const { passed, maxRelativeError, tolerance } = check;
    const over = maxRelativeError !== null && tolerance !== null && maxRelativeError > tolerance;
    if (passed && over) {
      const text = `the error ${maxRelativeError} is above its own bound ${tolerance}, yet the check is said to have passed; measure again`;
      return [{ check: 'wrong-answer', severity: 'reject', measurement, text }];
    }
    if (passed) return [];
    const error = maxRelativeError === null ? '' : ` (relative error ${maxRelativeError.toPrecision(2)})`;
    return [
      {
        check: 'wrong-answer',
        severity: 'quarantine',
        measurement,
        text: `the result was wrong${error}, so its time counts for nothing`,
      },
    ];
  });
