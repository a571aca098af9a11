/** @file Adds the names of the catalogue to rows, gaps and scalings. Pure: ingest and the site use the same names. */

import type { Leaderboard, Row } from '../../contract/leaderboard.ts';
import { metrics } from '../../contract/metric.ts';
import type { NamedGap, NamedRow, NamedScaling, Names } from '../../contract/shard.ts';
import type { EngineShare } from '../../contract/tables/engine-share.ts';
import { commandOf, describeShare, isOutrun } from '../describe-share.ts';
import { vendorOf } from '../device-names.ts';

/** All rows with their names, in the order of the file. */
export function nameRows(
  leaderboard: Pick<Leaderboard, 'rows' | 'hardware'>,
  engineNames: ReadonlyMap<string, string>,
  /** How fast each engine was next to the fastest one. */
  shares: readonly EngineShare[],
): NamedRow[] {
  const namesOf = namer(leaderboard, engineNames);
  return leaderboard.rows.map((row) => ({
    ...row,
    ...namesOf(row),
    higherIsBetter: metrics[row.metric].higherIsBetter,
    metricTitle: capitalise(metrics[row.metric].title),
    measuredBy: [...new Set(row.sources.map(({ by }) => by))],
    flagIds: row.flags.map(({ id }) => id),
    fasterEngine: fasterEngine(row, engineNames, shares),
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
  const namesOf = namer(leaderboard, engineNames);
  return leaderboard.gaps.map((gap) => ({ ...gap, ...namesOf(gap) }));
}

export function toNamedScalings(
  leaderboard: Leaderboard,
  engineNames: ReadonlyMap<string, string>,
): NamedScaling[] {
  const namesOf = namer(leaderboard, engineNames);
  return leaderboard.scalings.map((scaling) => ({ ...scaling, ...namesOf(scaling) }));
}

function namer(
  { hardware: catalogued }: Pick<Leaderboard, 'hardware'>,
  engineNames: ReadonlyMap<string, string>,
) {
  const byId = new Map(catalogued.map((entry) => [entry.id, entry]));
  return ({ hardware, device, engine }: Pick<Row, 'hardware' | 'device' | 'engine'>): Names => {
    const known = device.software || hardware === null ? undefined : byId.get(hardware);
    const isChip = known?.kind === 'soc' || known?.kind === 'apu';
    return {
      name: known ? (isChip ? partName(known.name, device.kind) : known.name) : device.name,
      vendor: known?.vendor ?? (device.software ? null : vendorOf(device.name)) ?? 'other',
      engineName: engineNames.get(engine) ?? engine,
      kind: device.software ? 'software' : device.kind,
    };
  };
}

/** The half of a chip that computed: "Apple M1 Max (32-core GPU)" is "Apple M1 Max CPU" if its CPU did. */
function partName(name: string, kind: Row['device']['kind']): string {
  if (kind === 'cpu') return `${name.replace(/ \(\d+-core GPU\)$/, '')} CPU`;
  return name.includes('GPU') ? name : `${name} GPU`;
}

const capitalise = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
