/** @file Compares the arithmetic behind a value with the peak of the device, or with its fastest product if none is listed; shared by epochs and throughputs. */

import { peakTflops } from '../../../data/derive/rate.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { CheckFinding } from '../contract/check.ts';

/** Margin for boost clocks and overclocking, as for a matrix product. */
const OVERCLOCKED = 1.35;

/** Winograd's algorithm saves up to four multiplications of a 3 x 3 convolution (Lavin & Gray 2015, arXiv 1509.09308). */
const WINOGRAD = 4;

/** Findings about a value whose TFLOP/s by the direct algorithm exceed the peak of the device; `shown` is the value as text. */
export function overArithmetic(
  measurement: Measurement,
  tflops: number | null,
  check: string,
  shown: string,
): CheckFinding[] {
  const { cell, facts, hardware, ceilingTflops } = measurement;
  const rated = peakTflops(hardware, cell.device.kind, cell.dtype);
  const peak = rated?.value ?? ceilingTflops;
  if (peak === null || tflops === null) return [];
  const share = tflops / peak;
  if (share <= OVERCLOCKED) return [];
  const limit = facts.convolutional ? WINOGRAD : OVERCLOCKED;
  // A product only shows what the device reaches at least: another engine or size may be faster.
  const severity = share > limit && rated?.verified === true ? 'quarantine' : 'flag';
  const whose =
    rated === null ? 'what the fastest product of this run reached' : `the peak of ${hardware!.name}`;
  const text = `${shown} would take ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times ${whose}`;
  return [{ check, severity, measurement, text }];
}
