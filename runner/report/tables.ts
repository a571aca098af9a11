/** @file Formats the measured cells of one engine on one device as tables, one per kind of value. 80 characters wide. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { hasOwnValue } from '../../data/derive/batch-sweep.ts';
import type { CellResult, CellValue } from '../results/cell-result.ts';
import type { RunComparison, ScalingResult, SweepResult } from '../results/comparison.ts';
import type { Colors } from '../text/colors.ts';
import { formatBytes, formatNumber, formatSpeedup } from '../text/format.ts';
import { plainTable } from './plain-table.ts';

export type PrintedRow = CellResult & { value: CellValue };

/** A column; omitted if it is empty in every row. */
interface Column {
  title: string;
  left?: boolean;
  text(one: PrintedRow): string;
}

const workload: Column = { title: '', left: true, text: ({ cell }) => cell.workload };
const recipe: Column = { title: 'recipe', left: true, text: ({ cell }) => cell.recipe };
const dtype: Column = {
  title: 'dtype',
  left: true,
  text: ({ cell }) => (cell.dtype === 'float32' ? '' : cell.dtype),
};
const batch: Column = { title: 'batch', text: ({ cell }) => String(cell.batchSize ?? '') };
const length: Column = { title: 'length', text: ({ cell }) => String(cell.sequenceLength ?? '') };
const value = (title: string): Column => ({
  title,
  text: ({ value: { value: number }, reason }) =>
    `${formatNumber(number)}${reason === null ? '' : ' (wrong)'}`,
});
/** Half the width of the confidence interval, and the number of repetitions. */
const spread: Column = {
  title: 'spread',
  text: ({ value: { spread: share, n } }) => (share === null ? '' : `±${(share * 100).toFixed(1)}% of ${n}`),
};

const size: Column = { title: 'size', text: ({ cell }) => String(cell.size ?? '') };

const tables: {
  title: string;
  mine: (cell: Cell, swept: ReadonlySet<string>) => boolean;
  columns: Column[];
}[] = [
  {
    title: 'Training',
    mine: ({ mode }) => mode === 'train',
    columns: [
      ...[workload, recipe, dtype, batch, value('s/epoch')],
      { title: 'samples/s', text: ({ value: { itemsPerSecond } }) => formatNumber(itemsPerSecond ?? 0) },
      spread,
      {
        title: 'i7-8700',
        text: ({ value: { speedup } }) => (speedup === null ? '' : formatSpeedup(speedup)),
      },
    ],
  },
  {
    title: 'Training to a target',
    mine: ({ mode }) => mode === 'converge',
    columns: [
      ...[workload, recipe, batch, value('seconds')],
      { title: 'epochs', text: ({ value: { training } }) => formatNumber(training?.epochs ?? 0) },
      {
        title: 'target',
        text: ({ value: { training } }) => `${formatNumber((training?.target ?? 0) * 100)} %`,
      },
      { title: 'data', text: ({ value: { training } }) => training?.dataSource ?? '' },
      spread,
    ],
  },
  {
    title: 'Latency of one sample',
    mine: ({ mode, batchSize }) => mode === 'infer' && batchSize === 1,
    columns: [
      ...[workload, recipe, length, value('median ms')],
      { title: 'p90 ms', text: ({ value: { p90Ms } }) => (p90Ms === null ? '' : formatNumber(p90Ms)) },
      spread,
    ],
  },
  {
    title: 'Throughput of forward passes',
    mine: (cell, swept) => cell.mode === 'infer' && cell.batchSize !== 1 && !swept.has(cellId(cell)),
    columns: [workload, recipe, length, batch, value('samples/s'), spread],
  },
  {
    title: 'Language models',
    mine: ({ languageModel }) => languageModel !== null,
    columns: [
      { title: '', left: true, text: ({ cell }) => cell.languageModel?.name ?? '' },
      { title: 'weights', left: true, text: ({ cell }) => cell.languageModel?.quantization ?? '' },
      { title: 'mode', left: true, text: ({ cell }) => cell.mode },
      { title: 'GPU layers', text: ({ cell }) => String(cell.languageModel?.gpuLayers || '') },
      ...[length, value('tokens/s'), spread],
    ],
  },
  {
    title: 'Operations',
    mine: ({ mode, workload: id }) => mode === 'op' && id !== 'copy',
    columns: [workload, recipe, dtype, size, length, batch, value('TFLOP/s'), spread],
  },
  {
    title: 'Memory',
    mine: ({ workload: id }) => id === 'copy',
    columns: [workload, size, value('GB/s'), spread],
  },
];

/** The tables that have rows, each as text. */
export function formatTables(
  measured: readonly PrintedRow[],
  findings: RunComparison,
  colors: Colors,
): string[] {
  // Batches without a value of their own appear only in the table of their sweep.
  const swept = new Set(
    findings.ladders.flatMap(({ cell, rungs }) =>
      rungs.filter((one) => !hasOwnValue(one)).map(({ batchSize }) => cellId({ ...cell, batchSize })),
    ),
  );
  const mine = new Set(measured.map(({ cell }) => cell));
  const parts = tables.flatMap(({ title, mine: belongs, columns }) => {
    const rows = measured.filter(({ cell }) => belongs(cell, swept));
    return rows.length === 0 ? [] : [formatTable(title, columns, rows, colors)];
  });
  const sweeps = findings.ladders.filter(({ cell }) => mine.has(cell));
  const scalings = findings.scalings.filter(({ cell }) => mine.has(cell));
  return [
    ...parts,
    ...(sweeps.length === 0 ? [] : [formatSweeps(sweeps, colors)]),
    ...(scalings.length === 0 ? [] : [formatScalings(scalings, colors)]),
    ...formatMemory(measured, colors),
  ];
}

function formatTable(
  title: string,
  columns: readonly Column[],
  rows: readonly PrintedRow[],
  colors: Colors,
): string {
  const shown = columns.filter(({ text }) => rows.some((row) => text(row) !== ''));
  const cells = rows.map((row) => shown.map(({ text }) => text(row) || '-'));
  return plainTable(
    shown.map((column) => ({ ...column, title: column.title || title })),
    cells,
    colors,
  );
}

function formatSweeps(sweeps: readonly SweepResult[], colors: Colors): string {
  const heads = ['Peak throughput', 'recipe', 'samples/s', 'at batch', 'largest', 'batches'];
  const rows = sweeps.map(({ cell, best, largestBatch, rungs }) => [
    ...[cell.workload, cell.recipe, formatNumber(best.samplesPerSecond), String(best.batchSize)],
    ...[String(largestBatch), String(rungs.length)],
  ]);
  const ends = sweeps.flatMap(({ cell, end }) => (end === null ? [] : [`  ${cell.workload}: ${end}`]));
  return [plainTable(toColumns(heads, 2), rows, colors), ...ends].join('\n');
}

function formatScalings(scalings: readonly ScalingResult[], colors: Colors): string {
  const heads = ['Scaling with length', 'mode', 'recipe', 'lengths', 'exponent', 'R²'];
  const rows = scalings.map(({ cell, lengths, slope, r2 }) => [
    ...[cell.workload, cell.mode, cell.recipe, `${lengths[0]} to ${lengths.at(-1)}`],
    ...[slope.toFixed(2), r2.toFixed(3)],
  ]);
  return plainTable(toColumns(heads, 3), rows, colors);
}

/** Peak memory of training, where memory limits what can run, and energy of every cell with a power meter. */
function formatMemory(measured: readonly PrintedRow[], colors: Colors): string[] {
  const shown = measured.filter(
    ({ cell, value: { peakMemory, energy } }) =>
      energy !== null || (peakMemory !== null && (cell.mode === 'train' || cell.mode === 'converge')),
  );
  if (shown.length === 0) return [];
  const power = shown.some(({ value: { energy } }) => energy !== null);
  const heads = ['Peak memory', 'mode', 'recipe', 'batch', 'memory', ...(power ? ['watts', 'energy'] : [])];
  const rows = shown.map(({ cell, value: { peakMemory, energy } }) => [
    ...[cell.workload, cell.mode, cell.recipe, String(cell.batchSize ?? cell.size ?? '')],
    peakMemory === null ? '-' : formatBytes(peakMemory.bytes),
    ...(power ? [energy === null ? '-' : formatNumber(energy.watts), formatEnergy(energy)] : []),
  ]);
  return [plainTable(toColumns(heads, 3), rows, colors)];
}

function formatEnergy(energy: CellValue['energy']): string {
  return energy === null || energy.joules === null ? '-' : `${formatNumber(energy.joules)} J/${energy.per}`;
}

const toColumns = (titles: readonly string[], left: number) =>
  titles.map((title, i) => ({ title, left: i < left }));
