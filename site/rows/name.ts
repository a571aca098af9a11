/** @file Adds the names of the catalogue to rows; runs once, at build time. */
import type { EngineShare } from '../../data/contract/engine-share.ts';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { commandOf, describeShare, isOutrun } from '../../data/derive/describe-share.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import type { NamedGap, NamedRow, NamedScaling, Names } from './named-row.ts';

/**
 * All rows with their names, in the order of the file.
 * @param shares How fast each engine was next to the fastest one.
 */
export function nameRows(
  leaderboard: Leaderboard,
  engineNames: ReadonlyMap<string, string>,
  shares: readonly EngineShare[],
): NamedRow[] {
  return leaderboard.rows.map((row) => ({
    ...row,
    fasterEngine: fasterEngine(row, engineNames, shares),
    ...toNames(row, leaderboard, engineNames),
    higherIsBetter: metrics[row.metric].higherIsBetter,
    metricTitle: capitalise(metrics[row.metric].title),
  }));
}

/** Modes whose work is the same on every engine. */
const comparedModes: readonly Row['mode'][] = ['train', 'infer', 'op'];

/** Says beside a measured row that another engine is faster on such devices. */
function fasterEngine(
  { engine, device, dtype, mode, provenance }: Row,
  engineNames: ReadonlyMap<string, string>,
  shares: readonly EngineShare[],
): string | null {
  if (provenance === 'published' || device.software || !comparedModes.includes(mode)) return null;
  const share = shares.find(
    (one) => one.engine === engine && one.device === device.kind && one.dtype === dtype,
  );
  if (share === undefined || !isOutrun(share)) return null;
  const sentence = capitalise(describeShare(share, (id) => engineNames.get(id) ?? id));
  return `${sentence}. To measure with the faster one: ${commandOf(share)}`;
}

export function toNamedGaps(leaderboard: Leaderboard, engineNames: ReadonlyMap<string, string>): NamedGap[] {
  return leaderboard.gaps.map((gap) => ({ ...gap, ...toNames(gap, leaderboard, engineNames) }));
}

export function toNamedScalings(
  leaderboard: Leaderboard,
  engineNames: ReadonlyMap<string, string>,
): NamedScaling[] {
  return leaderboard.scalings.map((scaling) => ({
    ...scaling,
    ...toNames(scaling, leaderboard, engineNames),
  }));
}

function toNames(
  { hardware, device, engine }: Pick<Row, 'hardware' | 'device' | 'engine'>,
  leaderboard: Leaderboard,
  engineNames: ReadonlyMap<string, string>,
): Names {
  const known = device.software ? undefined : leaderboard.hardware.find(({ id }) => id === hardware);
  const isChip = known?.kind === 'soc' || known?.kind === 'apu';
  return {
    name: known ? (isChip ? partName(known.name, device.kind) : known.name) : device.name,
    vendor: known?.vendor ?? (device.software ? null : vendorOf(device.name)) ?? 'other',
    engineName: engineNames.get(engine) ?? engine,
    kind: device.software ? 'software' : device.kind,
  };
}

/** The half of a chip that computed: "Apple M1 Max (32-core GPU)" is "Apple M1 Max CPU" if its CPU did. */
function partName(name: string, kind: Row['device']['kind']): string {
  if (kind === 'cpu') return `${name.replace(/ \(\d+-core GPU\)$/, '')} CPU`;
  return name.includes('GPU') ? name : `${name} GPU`;
}

const capitalise = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
