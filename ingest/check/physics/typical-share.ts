/**
 * @file P20: a value is held against the fastest that is known of its kind of work, from the files of this repository: a net
 * reaches a smaller share of a peak than a product does, and the smaller the net, the smaller the share.
 */
import { typicalShares } from '../../../data/catalogue/index.ts';
import type { TypicalShare } from '../../../data/contract/tables/typical-share.ts';
import { type Kind, kindKey, kindOf } from '../../../data/derive/bounds/typical-shares.ts';
import type { Measurement } from '../../values/measurement.ts';
import { rateOf } from '../../values/rate.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Multiple of the fastest known value above which one is flagged, by the number of devices behind it: 1, 2, 3 and more. */
const MARGINS = [1.8, 1.65, 1.5];

/** A value is held back only above this multiple of the margin over what any engine reaches at the same work. */
const HELD_ABOVE = 2.5;

const marginOf = (devices: number): number => MARGINS[Math.min(devices, MARGINS.length) - 1]!;

const byKind = new Map(typicalShares.map((line) => [kindKey(line), line]));

/** The same work of any engine and recipe. */
const workKey = ({ workload, mode, dtype, device, single }: Kind) =>
  [workload, mode, dtype, device, single].join(' ');
const byWork = Map.groupBy(typicalShares, workKey);

interface Expected {
  tflops: number;
  margin: number;
  /** The device that it was measured on. */
  device: string;
}

/**
 * The most that is expected of a device with a peak: a faster device than the known one keeps the share of its peak, a
 * slower one is no faster than it. The larger the share, the closer the two are; of several devices the largest counts.
 */
function expectedOf(lines: readonly TypicalShare[], peakTflops: number): Expected | null {
  const known = lines.flatMap(({ fastest }) => fastest);
  const [most] = known
    .map((one) => ({ device: one.device, tflops: one.tflops * Math.max(1, peakTflops / one.peakTflops) }))
    .toSorted((a, b) => b.tflops - a.tflops);
  const devices = new Set(known.map(({ device }) => device)).size;
  return most === undefined ? null : { ...most, margin: marginOf(devices) };
}

function againstPeak(measurement: Measurement, kind: Kind, tflops: number): CheckFinding[] {
  const { peak } = measurement;
  if (!peak?.rated) return [];
  const own = byKind.get(kindKey(kind));
  const anyEngine = expectedOf(byWork.get(workKey(kind)) ?? [], peak.tflops);
  const expected = (own && expectedOf([own], peak.tflops)) ?? anyEngine;
  if (expected === null || tflops <= expected.margin * expected.tflops) return [];
  const held = peak.verified && tflops > HELD_ABOVE * anyEngine!.margin * anyEngine!.tflops;
  const times = (tflops / expected.tflops).toPrecision(3);
  const text = `${tflops.toPrecision(3)} TFLOP/s is ${times} times what the fastest known value lets expect here, ${expected.tflops.toPrecision(3)} TFLOP/s by the ${expected.device}`;
  return [{ check: 'p20-unusual', severity: held ? 'quarantine' : 'flag', measurement, text }];
}

/** Within one file a net keeps about the same share of the fastest product of its engine, whatever the device is. */
function againstProduct(measurement: Measurement, kind: Kind, tflops: number): CheckFinding[] {
  const { productTflops } = measurement;
  const line = byKind.get(kindKey(kind));
  if (productTflops === null || line === undefined || line.ofProduct === null) return [];
  const share = tflops / productTflops;
  const most = marginOf(line.productDevices) * line.ofProduct;
  if (share <= most) return [];
  const text = `${tflops.toPrecision(3)} TFLOP/s is ${share.toPrecision(3)} times the fastest product of the same engine in this file; ${line.ofProduct} times is the most that is known`;
  return [{ check: 'p20-over-product', severity: 'flag', measurement, text }];
}

export const typicalShare: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const tflops = rateOf(measurement);
    if (tflops === null) return [];
    const kind = kindOf(measurement.cell);
    return [...againstPeak(measurement, kind, tflops), ...againstProduct(measurement, kind, tflops)];
  });
