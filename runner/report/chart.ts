/** @file Bars on a logarithmic axis, for a terminal. */
import { type Colors, noColors } from '../text/colors.ts';

const NARROWEST_BAR = 10;
const WIDEST_BAR = 50;
/** Eighths of a block, so that short bars still differ. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

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
