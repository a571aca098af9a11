/** @file What the person reads at the end: a table, a chart, what failed, where the file is and what to do with it. */

import { relative } from 'node:path';
import Table from 'cli-table3';
import { SUITE_VERSION } from '../data/contract/words.ts';
import { type Colors, colorsFor, noColors } from './colors.ts';
import type { Finished } from './events.ts';
import { formatNumber, formatSpeedup } from './format.ts';
import type { House } from './house.ts';

const NARROWEST_BAR = 10;
const WIDEST_BAR = 50;
const DEFAULT_COLUMNS = 80;
const borders = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];
/** Eighths of a block, so that short bars still differ. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * All that stands below the progress lines.
 * @param rescued Why the file is not where it was asked for; null where it is.
 */
export function formatEnding(
  results: readonly Finished[],
  path: string | null,
  rescued: string | null,
  house: Pick<House, 'root' | 'stdout'>,
): string {
  const colors = colorsFor(house.stdout);
  const parts = [
    '',
    formatReport(results, house.stdout.columns, colors),
    formatNextStep(path, rescued, house.root, colors),
    '',
  ];
  return parts.join('\n\n').replace(/\n+$/, '\n').replace(/^\n+/, '\n');
}

function formatNextStep(path: string | null, rescued: string | null, root: string, colors: Colors): string {
  if (path === null)
    return 'Nothing was measured, so no result file was written. `npm run bench -- doctor` says what to mend.';
  const inside = relative(root, path);
  if (rescued !== null) return `Written: ${path}\n${rescued}. Move the file to where you want it.`;
  if (inside.startsWith('..')) {
    return `Written: ${path}\nTo publish it, copy it into data/submissions/suite-${SUITE_VERSION}/ and open a pull request with this one file.`;
  }
  return [
    `Written: ${colors.bold(inside)}`,
    'Next: `npm run ingest -- --check` checks it, `npm run dev` shows it beside the others. To publish it, commit this',
    'one file on a branch and open a pull request. It names the hardware and the system, and nothing personal.',
  ].join('\n');
}

/** The whole report as text, without a line break at its end. */
export function formatReport(
  results: readonly Finished[],
  columns: number = DEFAULT_COLUMNS,
  colors: Colors = noColors,
): string {
  const measured = results.filter(({ value }) => value !== null).toSorted(byWorkload);
  const parts: string[] = [];
  if (measured.length > 0) parts.push(formatTable(measured, colors), ...charts(measured, columns, colors));
  const missing = results.filter(({ reason }) => reason !== null);
  if (missing.length > 0) {
    const lines = missing.map(
      ({ id, status, reason }) => `  ${id}: ${status === 'ok' ? 'wrong' : status}: ${reason}`,
    );
    parts.push([colors.bold('Not measured, or not to be trusted'), ...lines].join('\n'));
  }
  return parts.join('\n\n');
}

function byWorkload(a: Finished, b: Finished): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Without lines, and without the columns that say nothing: it is to fit into 80 characters. */
function formatTable(measured: readonly Finished[], colors: Colors): string {
  const repeated = measured.some(({ value }) => value !== null && value.n > 1);
  const spreads = repeated ? ['spread', 'n'] : [];
  const table = new Table({
    head: ['workload', 'recipe', 'engine', 'device', 'batch/n', 'value', ...spreads, 'i7-8700=1x'].map(
      (title) => colors.bold(title),
    ),
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    chars: Object.fromEntries(borders.map((name) => [name, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const { cell, value, reason } of measured) {
    if (value === null) continue;
    const spread = value.spread === null ? '-' : `±${formatNumber(value.spread * 100)} %`;
    table.push([
      cell.workload,
      cell.recipe,
      cell.engine,
      deviceOf(cell),
      String(cell.batchSize ?? cell.size ?? ''),
      `${formatNumber(value.value)} ${value.unit}${reason === null ? '' : ' (wrong)'}`,
      ...(repeated ? [spread, String(value.n)] : []),
      value.speedup === null ? '-' : formatSpeedup(value.speedup),
    ]);
  }
  return table.toString().replace(/ +$/gm, '');
}

function deviceOf({ device }: Finished['cell']): string {
  return device.software ? `software ${device.kind}` : device.kind;
}

/** A chart for the workloads with a baseline and one a unit for the rest: bars of different units say nothing. */
function charts(measured: readonly Finished[], columns: number, colors: Colors): string[] {
  const right = measured.filter(({ reason }) => reason === null);
  const bars = (pick: (one: Finished) => number | null, unit: (one: Finished) => string) =>
    right.flatMap((one): Bar[] => {
      const value = pick(one);
      return value === null ? [] : [{ label: labelOf(one), value, text: unit(one) }];
    });
  const compared = bars(
    ({ value }) => value?.speedup ?? null,
    ({ value }) => `${formatSpeedup(value!.speedup!)}  ${formatNumber(value!.value)} ${value!.unit}`,
  );
  const rates = bars(
    ({ value }) => (value?.unit === 'TFLOP/s' ? value.value : null),
    ({ value }) => `${formatNumber(value!.value)} TFLOP/s`,
  );
  return [
    ...(compared.length > 0
      ? [
          formatChart(
            'Times faster than the i7-8700 (1x; log scale)',
            [{ label: 'i7-8700, published', value: 1, text: '1x' }, ...compared],
            columns,
            colors,
          ),
        ]
      : []),
    ...(rates.length > 0 ? [formatChart('TFLOP/s (log scale)', rates, columns, colors)] : []),
  ];
}

function labelOf({ cell }: Finished): string {
  const size = cell.size === null ? '' : ` ${cell.size}`;
  return `${cell.workload}${size} ${cell.recipe}, ${cell.engine} ${deviceOf(cell)}`;
}

export interface Bar {
  label: string;
  /** Above 0. */
  value: number;
  /** Stands behind the bar. */
  text: string;
}

/** Horizontal bars on a logarithmic axis that begins one decade below the smallest value's. */
export function formatChart(
  title: string,
  bars: readonly Bar[],
  columns: number,
  colors: Colors = noColors,
): string {
  const labelWidth = Math.max(...bars.map(({ label }) => label.length));
  const textWidth = Math.max(...bars.map(({ text }) => text.length));
  const room = columns - labelWidth - textWidth - 4;
  const width = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, room));
  const from = Math.floor(Math.log10(Math.min(...bars.map(({ value }) => value)))) - 0.5;
  const to = Math.max(...bars.map(({ value }) => Math.log10(value)));
  const lines = bars.map(({ label, value, text }) => {
    const filled = ((Math.log10(value) - from) / (to - from)) * width;
    const bar = '█'.repeat(Math.floor(filled)) + eighths[Math.floor((filled % 1) * 8)];
    return `${label.padEnd(labelWidth)} ${colors.cyan(bar)}${' '.repeat(width - bar.length + 1)}${text}`;
  });
  return [colors.bold(title), ...lines].join('\n');
}
