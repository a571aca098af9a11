/**
 * @file P8: power readings lie between the idle and the rated power of the device, vary, come from a meter that the device
 * has, and are no lower than the work needs.
 */

import { typicalShares } from '../../../data/catalogue/index.ts';
import type { Power } from '../../../data/contract/outcome.ts';
import { kindKey, kindOf } from '../../../data/derive/bounds/typical-shares.ts';
import { meanWatts } from '../../../data/derive/derived.ts';
import type { Measurement } from '../../values/measurement.ts';
import { rateOf } from '../../values/rate.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';
import { WINOGRAD } from './arithmetic.ts';
import { meterProblem } from './meter.ts';

/** Some cards are sold with raised power limits, and counters are off by 5 %. */
const OVER_RATED = 1.25;

/** MLPerf requires this many readings per run (power_measurement.adoc); fewer give a poor mean and no spread. */
const ENOUGH = 60;

/** The scope of the counter that matches the rated power of a device. */
const scopes = { gpu: 'gpu', cpu: 'package' } as const;

/**
 * A share of the peak needs at least half of that share of the rated power: products reach 0.93 times as large a share of
 * their peak as of the power (H200, float32 and bfloat16), and lower clocks raise that by half (H100 PCIe and SXM, by their
 * data sheets).
 */
const MOST_EFFICIENT = 2;

/** How much less than a known device another may draw for the same work, as shares of their rated powers. */
const LESS_THAN_KNOWN = 2.5;

/** Power at rest varies: a card that has just computed draws more. */
const AT_REST = 0.8;

const byKind = new Map(typicalShares.map((line) => [kindKey(line), line]));

/**
 * The least that the work lets expect above rest, as a share of the rated power. A device that is used as much as a known one
 * draws a similar share; one that is used less draws less, at most in proportion.
 */
function leastAboveRest(measurement: Measurement, peakShare: number): number {
  const known = byKind.get(kindKey(kindOf(measurement.cell)))?.drawn ?? [];
  const least = known.map((one) => one.powerShare * Math.min(1, peakShare / one.peakShare));
  return least.length === 0 ? 0 : Math.min(...least) / LESS_THAN_KNOWN;
}

/** Watts below which the work cannot have been done, for a counter of the device alone; null if nothing is known. */
function leastWatts(measurement: Measurement, { scope, idleWatts }: Power): number | null {
  const { cell, hardware, peak, facts } = measurement;
  const [rated, tflops] = [hardware?.tdpW?.value ?? null, rateOf(measurement)];
  if (scope !== scopes[cell.device.kind] || rated === null || tflops === null || !peak?.rated) return null;
  const peakShare = tflops / peak.tflops;
  const ofArithmetic = peakShare / MOST_EFFICIENT / (facts.convolutional ? WINOGRAD : 1);
  const ofWork = (AT_REST * (idleWatts ?? 0)) / rated + leastAboveRest(measurement, peakShare);
  return rated * Math.max(ofArithmetic, ofWork);
}

function doubtsOf(measurement: Measurement, power: Power, mean: number): [string, string][] {
  const { cell, hardware } = measurement;
  const { samples, scope, idleWatts } = power;
  const rated = scope === scopes[cell.device.kind] ? (hardware?.tdpW?.value ?? null) : null;
  const still = samples.length >= ENOUGH && samples.every(({ watts }) => watts === samples[0]!.watts);
  const shown = mean.toPrecision(3);
  const belowIdle = idleWatts !== null && mean < idleWatts;
  const least = leastWatts(measurement, power);
  const doubts: [boolean, string, string][] = [
    [
      rated !== null && mean > OVER_RATED * rated,
      'p8-over-rated',
      `${shown} W on average is more than ${OVER_RATED} times the rated ${rated} W of ${hardware?.name}`,
    ],
    [
      belowIdle,
      'p8-below-idle',
      `${shown} W on average is less than the idle power of ${idleWatts?.toPrecision(3)} W`,
    ],
    [
      !belowIdle && least !== null && mean < least,
      'p8-too-little',
      `${shown} W on average is less than the ${least?.toPrecision(3)} W that this work needs at least on ${hardware?.name}`,
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

function findingsOf(measurement: Measurement, { file }: Subject): CheckFinding[] {
  const readings = measurement.outcome.power;
  if (readings === null) return [];
  const meter = meterProblem(measurement, readings, file.submission.machine);
  const doubts = [
    ...doubtsOf(measurement, readings, meanWatts(readings)),
    ...(meter === null ? [] : [['p8-meter', meter] as const]),
  ];
  return doubts.map(([check, text]) => ({ check, severity: 'flag', measurement, text }));
}

export const power: Check = (subject) =>
  subject.measurements.flatMap((measurement) => findingsOf(measurement, subject));
