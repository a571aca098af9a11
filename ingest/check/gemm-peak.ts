/** @file P1: a matrix product, or attention alone, does all its operations, so no device does more of them than its peak. */
import { peakTflops } from '../../data/derive/rate.ts';
import type { Check, CheckFinding } from './check.ts';

/** Boost clocks above the rating explain this much. */
const FLAG_ABOVE = 1.05;

/** Factory overclocking on top explains this much; more is another device, another precision or a wrong clock. */
const HOLD_ABOVE = 1.35;

/**
 * Above 1.35 times the peak a value is held back, not refused: peak tables disagree by more than a fifth, and float32 may
 * silently run as TF32. A peak from memory only ever flags.
 */
export const gemmPeak: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, hardware, metric, value } = measurement;
    const peak = peakTflops(hardware, cell.device.kind, cell.dtype);
    if (metric !== 'tflops' || peak === null || value <= FLAG_ABOVE * peak.value) return [];
    const share = (value / peak.value).toFixed(2);
    return [
      {
        check: 'p1-over-peak',
        severity: value > HOLD_ABOVE * peak.value && peak.verified ? 'quarantine' : 'flag',
        measurement,
        text: `${value.toPrecision(4)} TFLOP/s is ${share} times the ${cell.dtype} peak of ${hardware!.name}, ${peak.value} TFLOP/s`,
      },
    ];
  });
