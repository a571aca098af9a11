/** @file Writes and reads the key of values that may be ranked against each other. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { Metric } from '../contract/words.ts';

const SEPARATOR = ' | ';

/** Suite, workload, mode, metric, recipe and dtype come first; then sizes and the model's file, then the variant. */
const LEADING_PARTS = 6;
const sizeOrFile = /^(?:(?:batch|size|length) \d+|sha256 [0-9a-f]{64})$/;

/** Variant of a batch sweep, whose batch is found and not chosen. */
export const BEST_BATCH = 'best batch';

/** Parts of a cell that choose the work, "batch 64"; absent where the workload has none. */
export function sizesOf(cell: Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>): [string, number][] {
  const named: [string, number | null][] = [
    ['batch', cell.batchSize],
    ['size', cell.size],
    ['length', cell.sequenceLength],
  ];
  return named.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/**
 * What must be equal before two values may be ranked against each other: the suite (for a published value its
 * publication, whose protocol is its own), the work, the recipe, the precision, the sizes, and the file of a language
 * model to the byte. Engine, device (with how many layers it takes) and computer are what is compared.
 */
export function comparisonKey(suite: string, cell: Cell, metric: Metric, variant: readonly string[]): string {
  return [
    suite,
    cell.workload,
    cell.mode,
    metric,
    cell.recipe,
    cell.dtype,
    ...sizesOf(cell).map(([name, value]) => `${name} ${value}`),
    ...(cell.languageModel === null ? [] : [`sha256 ${cell.languageModel.sha256}`]),
    ...variant,
  ].join(SEPARATOR);
}

/** The variant in a key. */
export function variantOf(key: string): string[] {
  return key
    .split(SEPARATOR)
    .slice(LEADING_PARTS)
    .filter((part) => !sizeOrFile.test(part));
}
