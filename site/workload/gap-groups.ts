/** @file Attempts without a result, grouped by outcome, reason and engine. Pure. */
import type { NamedGap } from '../rows/named-row.ts';

export interface GapGroup {
  status: NamedGap['status'];
  engineName: string;
  /** The reason of the newest attempt; those of the others differ from it in numbers only. */
  reason: string;
  attempts: number;
  /** Names of the devices, most attempts first. */
  devices: string[];
}

/** Reasons that differ only in numbers, durations ("1 min 29 s") or a quoted text say the same. */
const gist = (reason: string): string =>
  reason
    .replace(/"[^"]*"|“[^”]*”/g, '“…”')
    .replace(/\d[\d.,]*(?:\s?(?:ms|s|min|h|kB|MB|GB)\b)?(?:\s\d+\s?(?:s|min)\b)?/g, '#');

/** The groups with the most attempts first. */
export function gapGroups(gaps: readonly NamedGap[]): GapGroup[] {
  const keyOf = ({ status, engine, reason }: NamedGap) => JSON.stringify([status, engine, gist(reason)]);
  return [...Map.groupBy(gaps, keyOf).values()].map(toGroup).toSorted((a, b) => b.attempts - a.attempts);
}

function toGroup(gaps: readonly NamedGap[]): GapGroup {
  const newest = gaps.reduce((one, other) => (other.date > one.date ? other : one));
  const devices = [...Map.groupBy(gaps, ({ name }) => name)].toSorted((a, b) => b[1].length - a[1].length);
  return {
    status: newest.status,
    engineName: newest.engineName,
    reason: newest.reason,
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
