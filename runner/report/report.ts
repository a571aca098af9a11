/** @file The final report: tables, charts, missing values, the path of the result file and the next steps. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Metric } from '../../data/contract/words.ts';
import { hasOwnValue } from '../../data/derive/batch-sweep.ts';
import { NOTABLE_DRIFT } from '../../data/derive/derived.ts';
import type { Choice } from '../plan/choice.ts';
import type { CellResult } from '../results/cell-result.ts';
import { type CellRatio, compareCells, type RunComparison } from '../results/comparison.ts';
import { type Colors, colorsFor, noColors } from '../text/colors.ts';
import { describeDevice } from '../text/describe-cell.ts';
import { formatDuration, formatNumber, formatSpeedup } from '../text/format.ts';
import { withStatus } from '../text/with-status.ts';
import { type Bar, formatChart } from './chart.ts';
import { type End, formatNextStep } from './next-step.ts';
import { formatTables, type PrintedRow } from './tables.ts';

const DEFAULT_COLUMNS = 80;
const MAX_DRIFTS = 5;

/** What is printed below the progress lines. */
export interface Ending extends End {
  results: readonly CellResult[];
  /** Sentences, one text a paragraph. */
  advice: readonly string[];
  choice: Pick<Choice, 'timeBudgetMs' | 'workloads'>;
}

export function formatEnding(
  ending: Ending,
  { root, stdout }: { root: string; stdout: NodeJS.WriteStream },
): string {
  const { results, advice, choice } = ending;
  const colors = colorsFor(stdout);
  const isExplained = results.some(({ reason }) => reason !== null);
  const parts = [
    '',
    formatReport(results, stdout.columns, colors, choice),
    ...advice.map((text) => wrap(text.split(' '))),
    formatNextStep(ending, root, isExplained, colors),
    '',
  ];
  return parts.join('\n\n').replace(/\n+$/, '\n').replace(/^\n+/, '\n');
}

/** The whole report as text, without a trailing line break. */
export function formatReport(
  results: readonly CellResult[],
  columns: number = DEFAULT_COLUMNS,
  colors: Colors = noColors,
  choice: Ending['choice'] = { timeBudgetMs: null, workloads: null },
): string {
  const measured = results.filter((one): one is PrintedRow => one.value !== null).toSorted(byWorkload);
  const findings = compareCells(results);
  const groups = Map.groupBy(measured, ({ cell }) => `${cell.engine} on ${describeDevice(cell.device)}`);
  const tables = [...groups].flatMap(([where, group]) => [
    colors.bold(colors.cyan(`${where} (${group[0]?.cell.device.name})`)),
    ...formatTables(group, findings, colors),
  ]);
  return [
    ...tables,
    ...charts(measured, columns, colors),
    ...formatRatios(findings, colors),
    ...formatDrift(measured, colors),
    ...formatLeftOut(results, choice, colors),
    ...formatMissing(results, colors),
  ].join('\n\n');
}

/** Sorts by id, with numbers in numeric order. */
function byWorkload(a: CellResult, b: CellResult): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}

/** One chart for workloads with a baseline and one for rates, because bars of different units cannot be compared. */
function charts(measured: readonly PrintedRow[], columns: number, colors: Colors): string[] {
  const right = measured.filter(({ reason }) => reason === null);
  const compared = right.flatMap((one): Bar[] => {
    const { speedup, value, unit } = one.value;
    if (speedup === null) return [];
    return [
      {
        label: labelOf(one),
        value: speedup,
        text: `${formatSpeedup(speedup)}  ${formatNumber(value)} ${unit}`,
      },
    ];
  });
  const rates = right.flatMap((one): Bar[] => {
    const { metric, value } = one.value;
    if (metric !== 'tflops' || one.cell.size === null) return [];
    return [{ label: labelOf(one), value, text: `${formatNumber(value)} TFLOP/s` }];
  });
  const published = { label: 'i7-8700, published', value: 1, text: '1x' };
  const title = 'Times faster than the i7-8700 (1x; log scale)';
  return [
    ...(compared.length > 0 ? [formatChart(title, [published, ...compared], columns, colors)] : []),
    ...(rates.length > 1 ? [formatChart('TFLOP/s (log scale)', rates, columns, colors)] : []),
  ];
}

function labelOf({ cell }: CellResult): string {
  const size = cell.size === null ? '' : ` ${cell.size}`;
  const dtype = cell.dtype === 'float32' ? '' : ` ${cell.dtype}`;
  return `${cell.workload}${size}${dtype} ${cell.recipe}, ${cell.engine} ${describeDevice(cell.device)}`;
}

const ratioTitles: Record<CellRatio['kind'], string> = {
  'gpu-over-cpu': 'GPU over CPU, times faster',
  'optimized-over-naive': 'Optimized over naive, times faster (in training the batches differ too)',
  'tf32-over-float32': 'TensorFloat-32 over float32, times faster',
  'half-over-float32': 'Half precision over float32, times faster',
};

/** One line per workload and engine. */
function formatRatios({ ratios }: RunComparison, colors: Colors): string[] {
  return [...Map.groupBy(ratios, ({ kind }) => kind)].map(([kind, ones]) => {
    const groups = Map.groupBy(ones, ({ cell }) => `${cell.workload} (${cell.engine})`);
    const lines = [...groups].map(([head, mine]) => {
      const texts = mine.map((one) => `${aspectOf(one)} ${formatSpeedup(one.ratio)}`);
      const listed = texts.map((text, i) => (i < texts.length - 1 ? `${text},` : text));
      return wrap([`  ${head}:`, ...listed], '    ');
    });
    return [colors.bold(ratioTitles[kind]), ...lines].join('\n');
  });
}

/** Describes what was compared, without the property in which the two sides differ. */
function aspectOf({ kind, metric, cell }: CellRatio): string {
  const { device, recipe, dtype } = cell;
  return [
    workOf(metric, cell),
    ...(kind === 'gpu-over-cpu' ? [] : [describeDevice(device)]),
    ...(recipe === 'naive' ? [recipe] : []),
    ...(dtype === 'float32' || dtype === 'quantized' ? [] : [dtype]),
  ].join(' ');
}

/** For example "train", "infer 32 x 50", "infer best batch", "2048", "generate Q4_0". */
function workOf(metric: Metric, { mode, batchSize, size, sequenceLength, languageModel }: Cell): string {
  if (languageModel !== null) return `${mode} ${languageModel.quantization}`;
  if (mode === 'op') return size === null ? `length ${sequenceLength}` : String(size);
  if (mode !== 'infer') return mode;
  const batch = metric === 'peakSamplesPerSecond' ? 'best batch' : batchSize;
  return sequenceLength === null ? `infer ${batch}` : `infer ${batch} x ${sequenceLength}`;
}

/** Joins words with spaces and wraps lines at 80 characters. */
function wrap([first = '', ...words]: readonly string[], indent = ''): string {
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > DEFAULT_COLUMNS) lines.push(indent + word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
}

function formatDrift(measured: readonly PrintedRow[], colors: Colors): string[] {
  const drifted = measured
    .filter(({ value }) => Math.abs(value.drift ?? 0) > NOTABLE_DRIFT)
    .toSorted((a, b) => Math.abs(b.value.drift!) - Math.abs(a.value.drift!));
  if (drifted.length === 0) return [];
  const lines = drifted.slice(0, MAX_DRIFTS).map(({ id, value }) => {
    const percent = Math.round(Math.abs(value.drift!) * 100);
    return `  ${id.replace('/float32', '')}: ${percent} % ${value.drift! > 0 ? 'slower' : 'faster'}`;
  });
  const more = drifted.length > MAX_DRIFTS ? [`  and ${drifted.length - MAX_DRIFTS} more`] : [];
  return [[colors.bold('Last repetition compared with the first'), ...lines, ...more].join('\n')];
}

/** Whether the preset had no time for the cell. The end of a batch sweep does not count. */
const isLeftOut = ({ cell, status, limit }: CellResult): boolean =>
  status === 'skipped' && limit === 'time' && (cell.mode !== 'infer' || hasOwnValue(cell));

/** What measures the cells that were skipped. The time budget skips cells of chosen workloads, too. */
function leftOutTitle({ timeBudgetMs, workloads }: Ending['choice']): string {
  if (timeBudgetMs !== null)
    return 'Skipped to keep to the time budget; a longer --time-budget measures them';
  return workloads === null
    ? 'Skipped to save time; use --workload NAME to measure them anyway'
    : 'Skipped to save time';
}

/** Lists the cells that were skipped to save time, with the time that they would take. */
function formatLeftOut(results: readonly CellResult[], choice: Ending['choice'], colors: Colors): string[] {
  const lines = results.filter(isLeftOut).map(({ id, needed, reason }) => {
    const time = needed === null ? reason : `about ${formatDuration(needed / 1e6)}`;
    return `  ${id.replace('/float32', '')}: ${time}`;
  });
  if (lines.length === 0) return [];
  return [[colors.bold(leftOutTitle(choice)), ...lines].join('\n')];
}

/** Lists cells without a valid value, grouped by reason. */
function formatMissing(results: readonly CellResult[], colors: Colors): string[] {
  const missing = results.filter((one) => one.reason !== null && !isLeftOut(one));
  if (missing.length === 0) return [];
  const groups = Map.groupBy(missing, ({ status, reason }) =>
    status === 'ok' ? `wrong: ${reason}` : withStatus(status, reason ?? ''),
  );
  const lines = [...groups].map(([reason, ones]) =>
    ones.length === 1
      ? `  ${ones[0]?.id}: ${reason}`
      : `  ${reason}\n${ones.map(({ id }) => `    ${id}`).join('\n')}`,
  );
  return [[colors.bold('Not measured, or wrong'), ...lines].join('\n')];
}
