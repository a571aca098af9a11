/** @file Badges as SVG: how many times faster than the baseline a device is, one for each device, workload and mode. */
import { makeBadge } from 'badge-maker';
import { findHardware } from '../../data/catalogue/index.ts';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import { shortName } from '../../data/derive/device-names.ts';

/** Ranked rows of a known device that are compared with the baseline. */
type Compared = Row & { hardware: string; speedup: number };

const isCompared = (row: Row): row is Compared =>
  row.hardware !== null && row.speedup !== null && row.rank !== null;

/** Three digits, without an exponent. */
const times = (speedup: number): string =>
  `${speedup >= 100 ? Math.round(speedup) : Number(speedup.toPrecision(3))}x`;

/** The fastest row of each device, workload and mode. */
function fastestOf(rows: readonly Row[]): Map<string, Compared> {
  const fastest = new Map<string, Compared>();
  for (const row of rows.filter(isCompared)) {
    const name = `badges/${row.hardware}/${row.workload}-${row.mode}.svg`;
    const known = fastest.get(name);
    if (known === undefined || known.speedup < row.speedup) fastest.set(name, row);
  }
  return fastest;
}

/** SVG files by their name. */
export function badgeFiles({ rows, baseline }: Leaderboard): Record<string, string> {
  const sorted = [...fastestOf(rows)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, row]) => [
      name,
      makeBadge({
        label: `${shortName(findHardware(row.hardware).name)} · ${row.workload} ${row.mode}`,
        message: `${times(row.speedup)} ${shortName(baseline.name)}`,
        color: 'informational',
        style: 'flat',
      }),
    ]),
  );
}
