/** @file The figures of sites of several sizes as a table, with the goals beside. */
import Table from 'cli-table3';
import type { Use } from '../process/timed.ts';
import type { Figures } from './figures.ts';

/** A site. */
export interface Measured {
  rows: number;
  /** Null if the site was built before. */
  build: Use | null;
  figures: Figures;
}

interface Line {
  name: string;
  goal: string;
  of(one: Measured): string;
}

const seconds = (value: number): string => value.toFixed(2);

const lines: readonly Line[] = [
  { name: 'KB before interaction', goal: '100', of: ({ figures }) => figures.kilobytes.toFixed(0) },
  { name: 'LCP, s', goal: '0.8', of: ({ figures }) => seconds(figures.lcpSeconds) },
  { name: 'blocking, s', goal: '0.05', of: ({ figures }) => seconds(figures.blockingSeconds) },
  { name: 'layout shift', goal: '0', of: ({ figures }) => figures.shift.toFixed(3) },
  {
    name: 'filter click, CPU ms p50 / p95',
    goal: '8 / 16',
    of: ({ figures }) => figures.clickMs.map((ms) => ms.toFixed(0)).join(' / '),
  },
  { name: 'the same on an empty page', goal: '', of: ({ figures }) => figures.floorMs.toFixed(1) },
  {
    name: 'with what follows out of sight',
    goal: '',
    of: ({ figures }) => figures.restMs.map((ms) => ms.toFixed(0)).join(' / '),
  },
  {
    name: 'DOM nodes, untouched / clicked',
    goal: '3000',
    of: ({ figures }) => figures.nodes.join(' / '),
  },
  { name: 'build, s', goal: '60', of: ({ build }) => build?.seconds.toFixed(0) ?? '-' },
  { name: 'build, s of CPU', goal: '', of: ({ build }) => build?.cpuSeconds.toFixed(0) ?? '-' },
  { name: 'build, MiB', goal: '1024', of: ({ build }) => build?.mebibytes.toFixed(0) ?? '-' },
];

/** CPU time that the build takes for each further row, in milliseconds, from one size to the next: equal if it is linear. */
function growth(measured: readonly Measured[]): string[] {
  return measured.slice(1).flatMap(({ rows, build }, i) => {
    const smaller = measured[i]!;
    if (build === null || smaller.build === null) return [];
    const ms = (1000 * (build.cpuSeconds - smaller.build.cpuSeconds)) / (rows - smaller.rows);
    return [`  build: ${ms.toFixed(1)} ms of CPU for each row from ${smaller.rows} to ${rows}`];
  });
}

export function figuresTable(measured: readonly Measured[]): string {
  const table = new Table({
    head: ['', ...measured.map(({ rows }) => `${rows} rows`), 'goal'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...measured.map(() => 'right' as const), 'right'],
  });
  table.push(...lines.map(({ name, goal, of }) => [name, ...measured.map(of), goal]));
  return [table.toString(), ...growth(measured)].join('\n');
}
