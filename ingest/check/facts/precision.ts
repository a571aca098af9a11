/** @file P16: the bits that were observed in products agree with the dtype. */
import { contradictsDType } from '../../../data/derive/precision.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** A GPU that was allowed to drop bits, where they were not observed. */
const allowsTensorFloat = ({ cell: { dtype, device }, outcome: { observed } }: Measurement): string | null =>
  dtype === 'float32' && device.kind === 'gpu' && observed.tf32 === true
    ? 'it is called float32, but the engine had TensorFloat-32 switched on'
    : null;

/** Quarantined, not rejected: the arithmetic is real, but its row would stand among rows of another precision. */
export const precision: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    const text = contradictsDType(cell.dtype, outcome.observed) ?? allowsTensorFloat(measurement);
    return text === null ? [] : [{ check: 'p16-precision', severity: 'quarantine', measurement, text }];
  });
