/** @file Finds machines beyond those of one owner that are ranked, so that nobody fills a panel with one device. */
import { MOST_MACHINES } from '../../data/derive/agreement.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { UNKNOWN_OWNER } from '../values/owner.ts';

const workOf = ({ comparisonKey, engine, device, hardware }: Candidate['row']) => [
  comparisonKey,
  engine,
  device.kind,
  hardware ?? device.name,
];

/** Device and work of each owner behind a row; empty if the row is published or its owners are unknown. */
function keysOf({ row, runs }: Candidate): string[] {
  const owners = new Set(runs.map(({ owner }) => owner));
  return owners.has(UNKNOWN_OWNER) ? [] : [...owners].map((owner) => JSON.stringify([owner, ...workOf(row)]));
}

const REASON = `Only ${MOST_MACHINES} machines of one owner are ranked for a device and an engine, the ones that were there first.`;

/** Why candidates are not ranked beside the others of their owners; one owner who has not too many is enough. */
export function surplusOf(candidates: readonly Candidate[]): Map<Candidate, string> {
  const surplus = new Map<Candidate, string>();
  const machines = new Map<string, Set<string>>();
  const oldestFirst = candidates.toSorted(
    (a, b) => (a.runs[0]?.addedOrder ?? 0) - (b.runs[0]?.addedOrder ?? 0),
  );
  for (const candidate of oldestFirst) {
    const { id } = candidate.row.machine;
    const ranked = keysOf(candidate).map((key) => {
      const own = machines.get(key) ?? new Set();
      machines.set(key, own);
      return own;
    });
    const free = ranked.find((own) => own.has(id) || own.size < MOST_MACHINES);
    if (free !== undefined) free.add(id);
    else if (ranked.length > 0) surplus.set(candidate, REASON);
  }
  return surplus;
}
