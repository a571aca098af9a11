/** @file P12: flags or quarantines a value far from other submissions of the same device, engine and work. */
import { median, medianAbsoluteDeviation } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';

/** Fewer submissions give no reliable median. */
const ENOUGH = 5;

/** Lower bound of the deviation: no two machines agree better than this. */
const LEAST_DEVIATION = 0.02;

/** Scales the median absolute deviation to a standard deviation (Iglewicz & Hoaglin 1993, who flag above 3.5). */
const MODIFIED_Z = 0.6745;
const FLAG_ABOVE = 3.5;
const HOLD_ABOVE = 10;

/** Key of device and work; null for a device that is not in the catalogue. */
function keyOf({ cell, hardware, metric }: Measurement): string | null {
  if (hardware === null) return null;
  const { device, ...work } = cell;
  return JSON.stringify([hardware.id, device.kind, device.api, metric, work]);
}

/** Quick tests and smoke runs are not ranked, so they are neither checked nor compared with. */
const counts = ({ file: { submission } }: Subject) =>
  submission.runner.origin === 'cli' && submission.preset !== 'smoke';

/** The logarithms of all values of a device and a kind of work, by key. */
export function findPeers(subjects: readonly Subject[]): Map<string, number[]> {
  const peers = new Map<string, number[]>();
  for (const measurement of subjects.filter(counts).flatMap(({ measurements }) => measurements)) {
    const key = keyOf(measurement);
    if (key !== null) peers.set(key, [...(peers.get(key) ?? []), Math.log(measurement.value)]);
  }
  return peers;
}

export const deviceOutlier: Check = (subject, { peers }) =>
  subject.measurements.flatMap((measurement): CheckFinding[] => {
    const all = peers.get(keyOf(measurement) ?? '') ?? [];
    if (all.length < ENOUGH || !counts(subject)) return [];
    const distance = Math.log(measurement.value) - median(all);
    const deviation = Math.max(medianAbsoluteDeviation(all), LEAST_DEVIATION);
    const z = (MODIFIED_Z * Math.abs(distance)) / deviation;
    if (z <= FLAG_ABOVE) return [];
    const text = `${Math.exp(distance).toPrecision(3)} times the median of ${all.length} submissions on ${measurement.hardware!.name}`;
    const severity = z > HOLD_ABOVE ? 'quarantine' : 'flag';
    return [{ check: 'p12-outlier', severity, measurement, text }];
  });
