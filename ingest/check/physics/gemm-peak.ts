/** @file P1: a matrix product or attention alone cannot exceed the peak of its device. */
import { peakTflops } from '../../../data/derive/rate.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Boost clocks above the rated one explain values up to this multiple of the peak. */
const FLAG_ABOVE = 1.05;

/** Factory overclocking explains values up to this multiple; above it the device, the precision or the clock is wrong. */
const HOLD_ABOVE = 1.35;

/**
 * A value above 1.35 times the peak is quarantined, not rejected: peak tables differ by more than a fifth, and float32 may
 * silently run as TF32. An unverified peak only flags.
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
