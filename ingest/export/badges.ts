/** @file Badges as SVG: how many times faster than the baseline a device is, one for each device, workload and mode. */
import { makeBadge } from 'badge-maker';
import { findHardware } from '../../data/catalogue/index.ts';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { type Output, writeWhole } from './output.ts';
import { workWords } from './work-words.ts';

/** Ranked rows of a known device that are compared with the baseline. */
type Compared = Row & { hardware: string; speedup: number };

const isCompared = (row: Row): row is Compared =>
  row.hardware !== null && row.speedup !== null && row.rank !== null;

/** Three digits, without an exponent. */
const times = (speedup: number): string =>
  `${speedup >= 100 ? Math.round(speedup) : Number(speedup.toPrecision(3))}x`;

/** What a badge shows. */
type Shown = Pick<Compared, 'hardware' | 'workload' | 'mode' | 'speedup'>;

const toBadge = ({ hardware, speedup, ...work }: Shown, baseline: string): string =>
  makeBadge({
    label: `${shortName(findHardware(hardware).name)} · ${workWords(work)}`,
    message: `${times(speedup)} ${shortName(baseline)}`,
    color: 'informational',
    style: 'flat',
  });

/** Writes a badge for the fastest row of each device, workload and mode. */
export function createBadges(output: Output, { name: baseline }: Leaderboard['baseline']) {
  const fastest = new Map<string, Shown>();
  return {
    add: (rows: readonly Row[]): void => {
      for (const { hardware, workload, mode, speedup } of rows.filter(isCompared)) {
        const name = `badges/${hardware}/${workload}-${mode}.svg`;
        const known = fastest.get(name);
        if (known === undefined || known.speedup < speedup)
          fastest.set(name, { hardware, workload, mode, speedup });
      }
    },
    close: (): void => {
      for (const [name, shown] of fastest) writeWhole(output, name, toBadge(shown, baseline));
    },
  };
}
