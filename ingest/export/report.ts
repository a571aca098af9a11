/** @file The table of rows that ingest prints. */
import Table from 'cli-table3';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import { printable } from '../../data/contract/problem.ts';
import { counted, fourDigits } from '../../data/derive/counted.ts';

/** A formatted speedup: 123.3x, 1.63x, 0.0389x. */
export function speedupText(speedup: number | null): string {
  if (speedup === null) return '-';
  if (speedup < 1) return `${speedup.toPrecision(3)}x`;
  return `${speedup.toFixed(speedup < 10 ? 2 : 1)}x`;
}

/** The value with the details of its metric: the percentile, the target or the largest batch. */
function valueText(row: Row): string {
  const value = `${fourDigits(row.value)} ${row.unit}`;
  if (row.latency !== null) return `${value} (p90 ${fourDigits(row.latency.p90Ms)})`;
  if (row.largestBatch !== null) return `${value} at best, up to batch ${row.largestBatch.batchSize}`;
  const { convergence } = row;
  if (convergence === null) return value;
  return `${value} to ${fourDigits(100 * convergence.target)} %, ${convergence.reached} of ${convergence.runs} runs`;
}

/** Batch, size and length, omitting those that do not apply: "256", "1024", "64 x 128", "Q4_0 512". */
function sizeText({ batchSize, size, sequenceLength, languageModel }: Row): string {
  const sizes = [batchSize ?? size, sequenceLength].filter((one) => one !== null);
  const model = languageModel === null ? [] : [languageModel.quantization];
  return [...model, ...(sizes.length > 0 ? [sizes.join(' x ')] : [])].join(' ') || '-';
}

/** Engine and recipe, with the dtype unless it is float32; a language model shows its format elsewhere. */
function engineText({ engine, recipe, dtype }: Row): string {
  return [engine, recipe, ...(dtype === 'float32' || dtype === 'quantized' ? [] : [dtype])].join(' ');
}

function cells(row: Row): string[] {
  const flags = row.flags.map(({ id }) => id).filter((id) => !id.startsWith('unknown-'));
  return [
    `${row.workload} ${row.mode}`,
    row.device.name,
    row.device.kind,
    engineText(row),
    sizeText(row),
    valueText(row),
    speedupText(row.speedup),
    row.rank === null ? '-' : String(row.rank),
    flags.join(' '),
  ].map((cell) => printable(cell, 60));
}

/** Rows in the table; the files have all of them. */
export const MAX_SHOWN = 50;

/**
 * A table of the first rows with their speedups, as wide as its content, and a line that counts the others.
 * @param all number of rows
 */
export function toTable(
  { rows, baseline }: Pick<Leaderboard, 'rows' | 'baseline'>,
  all = rows.length,
): string {
  const table = new Table({
    head: [
      'workload',
      'device',
      'kind',
      'engine',
      'batch/n x length',
      'value',
      `x ${baseline.name}`,
      'place',
      'flags',
    ],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
  });
  table.push(...rows.slice(0, MAX_SHOWN).map(cells));
  const more = all - MAX_SHOWN;
  return more > 0 ? `${table}\n... and ${counted(more, 'more row')}` : table.toString();
}
