/** @file P16: the bits that were observed in products agree with the dtype. */
import { contradictsDType } from '../../../data/derive/precision.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Quarantined, not rejected: the arithmetic is real, but its row would stand among rows of another precision. */
export const precision: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const text = contradictsDType(measurement.cell.dtype, measurement.outcome.observed);
    return text === null ? [] : [{ check: 'p16-precision', severity: 'quarantine', measurement, text }];
  });
