/** @file P24: a copy cannot be faster than the memory of its device. */
import { isVerified, namesOf } from '../../values/peak.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Overclocked memory explains values up to this multiple of the listed bandwidth. */
const FLAG_ABOVE = 1.05;
const HOLD_ABOVE = 1.3;

export const copyBandwidth: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { metric, hardware, devices, value } = measurement;
    const listed = hardware?.bandwidthGBs ?? null;
    if (metric !== 'gigabytesPerSecond' || hardware === null || listed === null) return [];
    const together = devices * listed.value;
    const share = value / together;
    if (share <= FLAG_ABOVE) return [];
    const severity = share > HOLD_ABOVE && isVerified(listed, devices, hardware) ? 'quarantine' : 'flag';
    const text = `${value.toPrecision(4)} GB/s is ${share.toFixed(2)} times the bandwidth of ${namesOf(devices, hardware)}, ${together} GB/s`;
    return [{ check: 'p24-over-bandwidth', severity, measurement, text }];
  });
