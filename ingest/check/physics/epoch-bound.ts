/** @file P4: an epoch has a known number of operations, so the device's peak limits how fast it can be. */
import { rateOf, trainingItemNs } from '../../values/rate.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { overArithmetic } from './arithmetic.ts';

export const epochBound: Check = ({ measurements }) =>
  measurements.flatMap((one): CheckFinding[] => {
    const nsPerItem = trainingItemNs(one);
    if (nsPerItem === null && one.metric !== 'secondsPerEpoch') return [];
    const shown =
      nsPerItem === null
        ? `${one.value.toPrecision(4)} s per epoch`
        : `${(1e9 / nsPerItem).toPrecision(4)} training samples/s`;
    return overArithmetic(one, rateOf(one), 'p4-too-fast', shown);
  });
