/** @file The final report: tables, charts, missing values, the path of the result file and the next steps. */
import { relative } from 'node:path';
import type { Cell } from '../../data/contract/cell.ts';
import { type Metric, SUITE_VERSION } from '../../data/contract/words.ts';
import { hasOwnValue } from '../../data/derive/batch-sweep.ts';
import { NOTABLE_DRIFT } from '../../data/derive/derived.ts';
import type { CellResult } from '../results/cell-result.ts';
import type { Acceptance } from '../results/check-with-ingest.ts';
import { type CellRatio, compareCells, type RunComparison } from '../results/comparison.ts';
import { type Colors, colorsFor, noColors } from '../text/colors.ts';
import { describeDevice } from '../text/describe-cell.ts';
import { formatDuration, formatNumber, formatSpeedup } from '../text/format.ts';
import { type Bar, formatChart } from './chart.ts';
import { formatTables, type PrintedRow } from './tables.ts';

const DEFAULT_COLUMNS = 80;
const MAX_DRIFTS = 5;

/**
 * Formats everything that is printed below the progress lines.
 * @param advice Sentences about engines that would measure a device better, one text for each device.
 * @param rescued Why the file is not in the requested folder; null if it is.
 * @param again Arguments that resume this run after an interruption; null if it is complete.
 * @param acceptance What ingest says of the file.
 */
export function formatEnding(
  results: readonly CellResult[],
  advice: readonly string[],
  path: string | null,
  rescued: string | null,
  again: readonly string[] | null,
  { root, stdout }: { root: string; stdout: NodeJS.WriteStream },
  acceptance: Acceptance = { status: 'unchecked' },
): string {
  const colors = colorsFor(stdout);
  const parts = [
    '',
    formatReport(results, stdout.columns, colors),
    ...advice.map((text) => wrap(text.split(' '))),
    formatNextStep(path, rescued, again, root, acceptance, colors),
    '',
  ];
  return parts.join('\n\n').replace(/\n+$/, '\n').replace(/^\n+/, '\n');
}

function formatNextStep(
  path: string | null,
  rescued: string | null,
  again: readonly string[] | null,
  root: string,
  acceptance: Acceptance,
  colors: Colors,
): string {
  if (path === null && again !== null)
    return 'Stopped before anything was measured, so no result file was written.';
  if (path === null)
    return 'Nothing was measured, so no result file was written. Run `npm run bench -- doctor` to find out why.';
  const inside = relative(root, path);
  if (rescued !== null) return `Results: ${path}\n${rescued}. Move the file to the folder you want.`;
  const written = `Results: ${inside.startsWith('..') ? path : colors.bold(inside)}`;
  if (again !== null)
    return `${written}\nTo resume the run:\n  npm run bench -- ${again.map(quote).join(' ')}`;
  if (acceptance.status === 'refused') return `${written}\n${formatRefusal(acceptance.problems, colors)}`;
  if (inside.startsWith('..')) {
    return `${written}\nTo publish it, copy it to data/submissions/suite-${SUITE_VERSION}/ and open a pull request with only this file.`;
  }
  return [
    written,
    'Next: `npm run ingest -- --check` checks it, and `npm run dev` shows it next to the others. To publish it, commit',
    'only this file on a branch and open a pull request. It names the hardware and the system, and nothing personal.',
  ].join('\n');
}

/** Why the file cannot be published. It is never edited, so that only measuring again or a fixed runner helps. */
const formatRefusal = (problems: readonly string[], colors: Colors): string =>
  [
    colors.yellow('It cannot be published, because ingest would refuse it:'),
    ...problems.map((problem) => `  ${problem}`),
    'Delete it and measure again; if this happens twice, report it with these lines.',
  ].join('\n');

const quote = (word: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The whole report as text, without a trailing line break. */
export function formatReport(
  results: readonly CellResult[],
  columns: number = DEFAULT_COLUMNS,
  colors: Colors = noColors,
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
    ...formatLeftOut(results, colors),
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

/** Lists the cells that a preset skips to save time, with the time that they would take. */
function formatLeftOut(results: readonly CellResult[], colors: Colors): string[] {
  const lines = results.filter(isLeftOut).map(({ id, needed, reason }) => {
    const time = needed === null ? reason : `about ${formatDuration(needed / 1e6)}`;
    return `  ${id.replace('/float32', '')}: ${time}`;
  });
  if (lines.length === 0) return [];
  return [
    [colors.bold('Skipped to save time; use --workload NAME to measure them anyway'), ...lines].join('\n'),
  ];
}

/** Lists cells without a valid value, grouped by reason. */
function formatMissing(results: readonly CellResult[], colors: Colors): string[] {
  const missing = results.filter((one) => one.reason !== null && !isLeftOut(one));
  if (missing.length === 0) return [];
  const groups = Map.groupBy(
    missing,
    ({ status, reason }) => `${status === 'ok' ? 'wrong' : status}: ${reason}`,
  );
  const lines = [...groups].map(([reason, ones]) =>
    ones.length === 1
      ? `  ${ones[0]?.id}: ${reason}`
      : `  ${reason}\n${ones.map(({ id }) => `    ${id}`).join('\n')}`,
  );
  return [[colors.bold('Not measured, or wrong'), ...lines].join('\n')];
}
