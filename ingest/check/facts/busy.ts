/** @file A time that was taken while other programs used the machine says more about them than about the machine. */
import { busyReason } from '../../../data/derive/load.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

export const busy: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const reason = busyReason(measurement.cell, measurement.outcome);
    if (reason === null) return [];
    return [{ check: 'busy', severity: 'quarantine', measurement, text: reason }];
  });
