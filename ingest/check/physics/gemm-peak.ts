/** @file P1: a matrix product or attention alone cannot exceed the peak of its device. */
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
    const { metric, peak, value } = measurement;
    if (metric !== 'tflops' || peak === null || value <= FLAG_ABOVE * peak.tflops) return [];
    const share = value / peak.tflops;
    const severity = share > HOLD_ABOVE && peak.verified ? 'quarantine' : 'flag';
    const text = `${value.toPrecision(4)} TFLOP/s is ${share.toFixed(2)} times ${peak.words}`;
    return [{ check: 'p1-over-peak', severity, measurement, text }];
  });
