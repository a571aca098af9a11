/**
 * @file P8: power readings lie between the idle and the rated power of the device, vary, come from a meter that the device
 * has, and are no lower than the work needs.
 */

import { typicalShares } from '../../../data/catalogue/index.ts';
import type { Power } from '../../../data/contract/outcome.ts';
import { kindKey, kindOf } from '../../../data/derive/bounds/typical-shares.ts';
import { meanWatts } from '../../../data/derive/derived.ts';
import type { Measurement } from '../../values/measurement.ts';
import { namesOf } from '../../values/peak.ts';
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

/**
 * Share of its rated power that a card draws at least while it computes: its memory and clocks are up. A third of the least in
 * our own files, 0.118 of an H200.
 */
const COMPUTING = 0.04;

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
  if (scope !== scopes[cell.device.kind] || rated === null) return null;
  const ofCard = scope === 'gpu' ? COMPUTING : 0;
  if (tflops === null || !peak?.rated) return rated * ofCard;
  const peakShare = tflops / peak.tflops;
  const ofArithmetic = peakShare / MOST_EFFICIENT / (facts.convolutional ? WINOGRAD : 1);
  const ofWork = (AT_REST * (idleWatts ?? 0)) / rated + leastAboveRest(measurement, peakShare);
  return rated * Math.max(ofArithmetic, ofWork, ofCard);
}

function doubtsOf(measurement: Measurement, power: Power, mean: number): [string, string][] {
  const { cell, hardware, devices } = measurement;
  const { samples, scope, idleWatts } = power;
  const listed = scope === scopes[cell.device.kind] ? (hardware?.tdpW?.value ?? null) : null;
  const rated = listed === null ? null : devices * listed;
  const still = samples.length >= ENOUGH && samples.every(({ watts }) => watts === samples[0]!.watts);
  const shown = mean.toPrecision(3);
  const belowIdle = idleWatts !== null && mean < idleWatts;
  const least = leastWatts(measurement, power);
  const doubts: [boolean, string, string][] = [
    [
      rated !== null && mean > OVER_RATED * rated,
      'p8-over-rated',
      `${shown} W on average is more than ${OVER_RATED} times the rated ${rated} W of ${hardware && namesOf(devices, hardware)}`,
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

/** Findings that mean that the readings are not those of the device. */
const ofReadings: ReadonlySet<string> = new Set([
  'p8-too-little',
  'p8-below-idle',
  'p8-meter',
  'p8-constant',
]);

/** From this share of the results on, the meter of a file is doubted as a whole. */
const DOUBTED_SHARE = 0.25;

/** One meter gave all readings of a file: flags for the results whose readings are not doubted themselves. */
function doubtsOfMeter(findings: readonly CheckFinding[], { measurements }: Subject): CheckFinding[] {
  const metered = measurements.filter(({ outcome }) => outcome.power !== null);
  const doubted = new Set(
    findings.flatMap(({ check, measurement }) => (ofReadings.has(check) ? [measurement] : [])),
  );
  if (doubted.size === 0 || doubted.size < DOUBTED_SHARE * metered.length) return [];
  const text = `the power readings of ${doubted.size} of the ${metered.length} results of this file with power are not plausible, so these are doubted, too`;
  return metered
    .filter((measurement) => !doubted.has(measurement))
    .map((measurement) => ({ check: 'p8-doubted-meter', severity: 'flag', measurement, text }));
}

export const power: Check = (subject) => {
  const findings = subject.measurements.flatMap((measurement) => findingsOf(measurement, subject));
  return [...findings, ...doubtsOfMeter(findings, subject)];
};
