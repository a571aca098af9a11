/** @file Durations in the unit in which they are short. Pure. */
import { formatNumber } from '../rows/format.ts';

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

const unitOf = (ns: number) => units.find(([size]) => ns >= size) ?? units[3];

/** "2.41 ms" */
export function formatNs(ns: number): string {
  const [size, unit] = unitOf(ns);
  return `${formatNumber(ns / size)} ${unit}`;
}

/** "2.41 to 2.9 ms", in the unit of the larger one. */
export function formatRangeNs(low: number, high: number): string {
  const [size, unit] = unitOf(high);
  return `${formatNumber(low / size)} to ${formatNumber(high / size)} ${unit}`;
}
