/** @file P8: power readings lie between the idle and the rated power of the device, and they vary. */

import type { Power } from '../../../data/contract/outcome.ts';
import { meanWatts } from '../../../data/derive/derived.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Some cards are sold with raised power limits, and counters are off by 5 %. */
const OVER_RATED = 1.25;

/** MLPerf requires this many readings per run (power_measurement.adoc); fewer give a poor mean and no spread. */
const ENOUGH = 60;

/** The scope of the counter that matches the rated power of a device. */
const scopes = { gpu: 'gpu', cpu: 'package' } as const;

function doubtsOf({ cell, hardware }: Measurement, power: Power, mean: number): [string, string][] {
  const { samples, scope, idleWatts } = power;
  const rated = scope === scopes[cell.device.kind] ? (hardware?.tdpW?.value ?? null) : null;
  const still = samples.length >= ENOUGH && samples.every(({ watts }) => watts === samples[0]!.watts);
  const shown = mean.toPrecision(3);
  const doubts: [boolean, string, string][] = [
    [
      rated !== null && mean > OVER_RATED * rated,
      'p8-over-rated',
      `${shown} W on average is more than ${OVER_RATED} times the rated ${rated} W of ${hardware?.name}`,
    ],
    [
      idleWatts !== null && mean < idleWatts,
      'p8-below-idle',
      `${shown} W on average is less than the idle power of ${idleWatts?.toPrecision(3)} W`,
    ],
    [still, 'p8-constant', `all ${samples.length} power readings are ${samples[0]!.watts} W`],
    [
      samples.length < ENOUGH,
      'p8-few-readings',
      `the energy is based on only ${samples.length} power readings; it needs ${ENOUGH}`,
    ],
  ];
  return doubts.flatMap(([applies, check, text]) => (applies ? [[check, text]] : []));
}

export const power: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const readings = measurement.outcome.power;
    if (readings === null) return [];
    const doubts = doubtsOf(measurement, readings, meanWatts(readings));
    return doubts.map(([check, text]) => ({ check, severity: 'flag', measurement, text }));
  });
