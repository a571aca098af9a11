/** @file Draws bar charts with a logarithmic axis for the terminal. */
import { type Colors, noColors } from '../text/colors.ts';

const MIN_BAR_WIDTH = 10;
const MAX_BAR_WIDTH = 50;
/** Eighths of a block, which keep short bars distinguishable. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export interface Bar {
  label: string;
  /** Must be greater than 0. */
  value: number;
  /** Printed after the bar. */
  text: string;
}

/** Horizontal bars on a logarithmic axis that starts half a decade below the decade of the smallest value. */
export function formatChart(
  title: string,
  bars: readonly Bar[],
  columns: number,
  colors: Colors = noColors,
): string {
  const labelWidth = Math.max(...bars.map(({ label }) => label.length));
  const textWidth = Math.max(...bars.map(({ text }) => text.length));
  const room = columns - labelWidth - textWidth - 4;
  const width = Math.min(MAX_BAR_WIDTH, Math.max(MIN_BAR_WIDTH, room));
  const from = Math.floor(Math.log10(Math.min(...bars.map(({ value }) => value)))) - 0.5;
  const to = Math.max(...bars.map(({ value }) => Math.log10(value)));
  const lines = bars.map(({ label, value, text }) => {
    const filled = ((Math.log10(value) - from) / (to - from)) * width;
    const bar = '█'.repeat(Math.floor(filled)) + eighths[Math.floor((filled % 1) * 8)];
    return `${label.padEnd(labelWidth)} ${colors.cyan(bar)}${' '.repeat(width - bar.length + 1)}${text}`;
  });
  return [colors.bold(title), ...lines].join('\n');
}
