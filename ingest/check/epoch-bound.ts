/** @file P4: an epoch holds a known number of operations, so it cannot end before the device could do them. */
import { overArithmetic } from './arithmetic.ts';
import type { Check } from './check.ts';

export const epochBound: Check = ({ measurements }) =>
  measurements
    .filter(({ metric }) => metric === 'secondsPerEpoch')
    .flatMap((one) => overArithmetic(one, 'p4-too-fast', `${one.value.toPrecision(4)} s per epoch`));
