/** @file P8: readings of a counter lie between idling and what the device may draw, and they move. */

import type { Power } from '../../data/contract/outcome.ts';
import { meanWatts } from '../../data/derive/derived.ts';
import type { Measurement } from '../values/measurement.ts';
import type { Check, CheckFinding } from './check.ts';

/** Cards are sold with raised limits, and counters are off by 5 %. */
const OVER_RATED = 1.25;

/** MLPerf wants this many readings of a run (power_measurement.adoc); fewer say little of a mean and nothing of their spread. */
const ENOUGH = 60;

/** What the counter covers must be the device whose rated power is known. */
const scopes = { gpu: 'gpu', cpu: 'package' } as const;

function doubtsOf({ cell, hardware }: Measurement, power: Power, mean: number): [string, string][] {
  const { samples, scope, idleWatts } = power;
  const rated = scope === scopes[cell.device.kind] ? (hardware?.tdpW?.value ?? null) : null;
  const still = samples.length >= ENOUGH && samples.every(({ watts }) => watts === samples[0]!.watts);
  const shown = mean.toPrecision(3);
  const told: [boolean, string, string][] = [
    [
      rated !== null && mean > OVER_RATED * rated,
      'p8-over-rated',
      `${shown} W on average is more than ${OVER_RATED} times the rated ${rated} W of ${hardware?.name}`,
    ],
    [
      idleWatts !== null && mean < idleWatts,
      'p8-below-idle',
      `${shown} W on average is less than the ${idleWatts?.toPrecision(3)} W of doing nothing`,
    ],
    [still, 'p8-constant', `all ${samples.length} power readings are ${samples[0]!.watts} W`],
    [
      samples.length < ENOUGH,
      'p8-few-readings',
      `the energy rests on ${samples.length} power readings; ${ENOUGH} are wanted`,
    ],
  ];
  return told.flatMap(([applies, check, text]) => (applies ? [[check, text]] : []));
}

export const power: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const readings = measurement.outcome.power;
    if (readings === null) return [];
    const doubts = doubtsOf(measurement, readings, meanWatts(readings));
    return doubts.map(([check, text]) => ({ check, severity: 'flag', measurement, text }));
  });
