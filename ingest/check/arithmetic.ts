/** @file How far a value is above what the device can compute: the bound that epochs and throughputs share. */

import { peakTflops } from '../../data/derive/rate.ts';
import type { Measurement } from '../values/measurement.ts';
import type { CheckFinding } from './check.ts';

/** As for a matrix product: boost clocks and overclocking. */
const OVERCLOCKED = 1.35;

/** Winograd's algorithm saves up to four multiplications of a 3 x 3 convolution (Lavin & Gray 2015, arXiv 1509.09308). */
const WINOGRAD = 4;

/** Doubts that a value can be, where the TFLOP/s that it means by the direct algorithm are more than the device's peak allows. */
export function overArithmetic(
  measurement: Measurement,
  tflops: number | null,
  check: string,
  shown: string,
): CheckFinding[] {
  const { cell, facts, hardware } = measurement;
  const peak = peakTflops(hardware, cell.device.kind, cell.dtype);
  if (peak === null || tflops === null) return [];
  const share = tflops / peak.value;
  if (share <= OVERCLOCKED) return [];
  const limit = facts.convolutional ? WINOGRAD : OVERCLOCKED;
  const severity = share > limit && peak.verified ? 'quarantine' : 'flag';
  const text = `${shown} means ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times the peak of ${hardware!.name}`;
  return [{ check, severity, measurement, text }];
}
