/** @file P4: an epoch has a known number of operations, so the device's peak limits how fast it can be. */

import { median } from '../../../data/derive/stats.ts';
import { flopsPerItem } from '../../../data/derive/work.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { overArithmetic } from './arithmetic.ts';

/** An epoch of training to a target, without its evaluation. */
function onTheWay(measurement: Measurement): CheckFinding[] {
  const { cell, facts, outcome } = measurement;
  const flops = flopsPerItem(facts, cell);
  const perItem = outcome.repetitions.flatMap(({ convergence, itemsPerSample }) =>
    (convergence?.epochs ?? []).map(({ trainNs }) => trainNs / itemsPerSample),
  );
  const nsPerItem = median(perItem);
  const shown = `${(1e9 / nsPerItem).toPrecision(4)} training samples/s`;
  return overArithmetic(measurement, flops === null ? null : flops / nsPerItem / 1000, 'p4-too-fast', shown);
}

export const epochBound: Check = ({ measurements }) =>
  measurements.flatMap((one): CheckFinding[] => {
    if (one.metric === 'secondsToTarget') return onTheWay(one);
    if (one.metric !== 'secondsPerEpoch') return [];
    return overArithmetic(one, one.achievedTflops, 'p4-too-fast', `${one.value.toPrecision(4)} s per epoch`);
  });
