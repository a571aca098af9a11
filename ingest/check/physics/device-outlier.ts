/** @file P12: flags or quarantines a value far from those of other owners of the same device, engine and work. */
import { findHardware } from '../../../data/catalogue/index.ts';
import { hash53 } from '../../../data/derive/hash.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { median, medianAbsoluteDeviation } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import { voterOf } from '../../values/owner.ts';
import type { AcrossFinding, FileSummary, Peer, Subject } from '../contract/check.ts';

/** Fewer owners give no reliable median. */
export const ENOUGH = 5;

/** Lower bound of the deviation: no two machines agree better than this. */
const LEAST_DEVIATION = 0.02;

/** Scales the median absolute deviation to a standard deviation (Iglewicz & Hoaglin 1993, who flag above 3.5). */
const MODIFIED_Z = 0.6745;
const FLAG_ABOVE = 3.5;
const HOLD_ABOVE = 10;

/** Quick tests and smoke runs are not ranked, so they are neither checked nor compared with. */
const counts = ({ file: { submission } }: Subject) =>
  submission.runner.origin === 'cli' && submission.preset !== 'smoke';

/** A value among its peers; null for a device that is not in the catalogue, for runs that do not count, and on a busy machine. */
export function peerOf(
  subject: Subject,
  { cell, hardware, metric, outcome, value }: Measurement,
): Peer | null {
  if (hardware === null || !counts(subject) || busyReason(cell, outcome) !== null) return null;
  const { device, ...work } = cell;
  const key = hash53(JSON.stringify([hardware.id, device.kind, device.api, metric, work]));
  return { key, hardware: hardware.id, logValue: Math.log(value) };
}

/** How a group of peers lies: its median and the deviation from it. */
interface Spread {
  middle: number;
  deviation: number;
  count: number;
}

function spreadOf(logs: readonly number[]): Spread {
  const deviation = Math.max(medianAbsoluteDeviation(logs), LEAST_DEVIATION);
  return { middle: median(logs), deviation, count: logs.length };
}

/** The flag or quarantine of one value; null if it is near enough. */
function verdict({ logValue, hardware }: Peer, { middle, deviation, count }: Spread) {
  const distance = logValue - middle;
  const z = (MODIFIED_Z * Math.abs(distance)) / deviation;
  if (count < ENOUGH || z <= FLAG_ABOVE) return null;
  const text = `${Math.exp(distance).toPrecision(3)} times the median of ${count} owners on ${findHardware(hardware).name}`;
  return { check: 'p12-outlier', severity: z > HOLD_ABOVE ? 'quarantine' : 'flag', text } as const;
}

/** The same files without the values of copies: a stranger would otherwise outvote an original with copies of it. */
function withoutCopies(
  files: readonly FileSummary[],
  copies: readonly AcrossFinding[],
): readonly FileSummary[] {
  const copied = Map.groupBy(copies, ({ path }) => path);
  return files.map((file) => {
    const indexes = new Set(copied.get(file.path)?.map(({ index }) => index));
    if (indexes.size === 0) return file;
    return { ...file, measurements: file.measurements.filter(({ index }) => !indexes.has(index)) };
  });
}

/** The spread of each group, in which every owner counts once, with the median of their values. */
function spreadsOf(files: readonly FileSummary[]): Map<number, Spread> {
  const votes = files.flatMap((file) =>
    file.measurements.flatMap(({ peer }) => (peer === null ? [] : [{ ...peer, voter: voterOf(file) }])),
  );
  const groups = Map.groupBy(votes, ({ key }) => key);
  return new Map(
    [...groups].map(([key, group]) => {
      const owners = Map.groupBy(group, ({ voter }) => voter).values();
      return [key, spreadOf([...owners].map((own) => median(own.map(({ logValue }) => logValue))))];
    }),
  );
}

/**
 * Holds values against those of other owners of the same hardware; its time grows linearly with the number of files.
 * @param copies They are held back already: they neither vote nor are compared.
 */
export function deviceOutlier(
  files: readonly FileSummary[],
  copies: readonly AcrossFinding[] = [],
): AcrossFinding[] {
  const originals = withoutCopies(files, copies);
  const spreads = spreadsOf(originals);
  return originals.flatMap(({ path, measurements }) =>
    measurements.flatMap(({ index, peer }): AcrossFinding[] => {
      const found = peer === null ? null : verdict(peer, spreads.get(peer.key)!);
      return found === null ? [] : [{ path, index, ...found }];
    }),
  );
}
