/** @file What GPUs bring beside a CPU: for each net that the CPU trained, how much faster GPUs are in equal settings. Pure. */
import { shortName } from '../../../data/derive/device-names.ts';
import { formatRatio, modeWords } from '../../rows/format.ts';
import type { NamedRow } from '../../rows/named-row.ts';

export interface Gain {
  workload: string;
  /** Smallest and largest speed of a GPU relative to the CPU. */
  low: number;
  high: number;
  /** The fastest row of each GPU, the fastest first. */
  gpus: NamedRow[];
}

/**
 * The nets that GPUs trained in the settings of the CPU, each in the setting with most GPUs, those that gain most first. Of
 * several engines the fastest counts on both sides.
 * @param rows Rows of the CPU.
 * @param rowsOfKey All rows with a comparison key.
 */
export function gainsOf(
  rows: readonly NamedRow[],
  rowsOfKey: (comparisonKey: string) => readonly NamedRow[],
): Gain[] {
  const own = rows.filter(({ mode, rank }) => mode === 'train' && rank !== null);
  const gains = [...Map.groupBy(own, ({ comparisonKey }) => comparisonKey)].flatMap(([key, group]) =>
    gainOf(group.reduce(faster), rowsOfKey(key)),
  );
  return [...Map.groupBy(gains, ({ workload }) => workload).values()]
    .map((same) => same.reduce((most, one) => (one.gpus.length > most.gpus.length ? one : most)))
    .toSorted((a, b) => b.high - a.high);
}

function gainOf(cpu: NamedRow, rows: readonly NamedRow[]): Gain[] {
  const gpus = rows.filter(
    ({ kind, rank, hardware }) => kind === 'gpu' && rank !== null && hardware !== null,
  );
  const best = [...Map.groupBy(gpus, ({ hardware }) => hardware).values()]
    .map((same) => same.reduce(faster))
    .toSorted((a, b) => a.value - b.value);
  if (best.length === 0) return [];
  const ratios = best.map(({ value }) => cpu.value / value);
  return [{ workload: cpu.workload, low: ratios.at(-1)!, high: ratios[0]!, gpus: best }];
}

/** Training is measured in seconds, so the smaller value is the faster one. */
const faster = (a: NamedRow, b: NamedRow): NamedRow => (b.value < a.value ? b : a);

/** "VGG16 on CIFAR-100, training: 13.5x on the M2 (10-core GPU) to 123x on the RTX 4070 SUPER" */
export function gainWords(
  { workload, low, high, gpus }: Gain,
  titleOf: (workload: string) => string,
): string {
  const on = (ratio: number, { name }: NamedRow) => `${formatRatio(ratio)} on the ${shortName(name)}`;
  const work = `${titleOf(workload)}, ${modeWords.train}`;
  if (gpus.length === 1) return `${work}: ${on(high, gpus[0]!)}`;
  return `${work}: ${on(low, gpus.at(-1)!)} to ${on(high, gpus[0]!)}`;
}
