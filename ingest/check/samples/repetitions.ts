/** @file P15: every repetition of a cell is present, so that nobody can leave out the slow ones. */
import type { Check, CheckFinding } from '../contract/check.ts';

export const repetitions: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const indices = measurement.outcome.repetitions.map(({ runIndex }) => runIndex).sort((a, b) => a - b);
    if (indices.every((runIndex, position) => runIndex === position)) return [];
    const text = `has the repetitions ${indices.join(', ')}, not all from 0 on; keep every one, or measure again`;
    return [{ check: 'p15-repetitions', severity: 'reject', measurement, text }];
  });
