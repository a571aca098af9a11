/** @file Attempts without a result, grouped by outcome, reason and engine. Pure. */
import { formOf, joinAlike } from '../rows/alike.ts';
import type { NamedGap } from '../rows/named-row.ts';

export interface GapGroup {
  status: NamedGap['status'];
  engineName: string;
  /** The reasons, which differ in figures only, with the range of these. */
  reason: string;
  attempts: number;
  /** Names of the devices, most attempts first. */
  devices: string[];
}

/** The groups with the most attempts first. */
export function gapGroups(gaps: readonly NamedGap[]): GapGroup[] {
  const keyOf = ({ status, engine, reason }: NamedGap) => JSON.stringify([status, engine, formOf(reason)]);
  return [...Map.groupBy(gaps, keyOf).values()].map(toGroup).toSorted((a, b) => b.attempts - a.attempts);
}

function toGroup(gaps: readonly NamedGap[]): GapGroup {
  const { status, engineName } = gaps[0]!;
  const devices = [...Map.groupBy(gaps, ({ name }) => name)].toSorted((a, b) => b[1].length - a[1].length);
  return {
    status,
    engineName,
    reason: joinAlike(gaps.map(({ reason }) => reason)),
    attempts: gaps.length,
    devices: devices.map(([name]) => name),
  };
}

/** "12 out of memory, 3 failed": the attempts by outcome, most first. */
export function outcomeWords(gaps: readonly NamedGap[]): string {
  return [...Map.groupBy(gaps, ({ status }) => status)]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([status, group]) => `${group.length.toLocaleString('en-GB')} ${statusWords[status]}`)
    .join(', ');
}

export const statusWords: Record<NamedGap['status'], string> = {
  failed: 'failed',
  timeout: 'timed out',
  'out-of-memory': 'out of memory',
  unsupported: 'unsupported',
  skipped: 'skipped',
};
