/** @file Writes and reads the key of values that may be ranked against each other. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { Metric } from '../contract/words.ts';
import { remembered } from './cells/shared.ts';

const SEPARATOR = ' | ';

/** Suite, workload, mode, metric, recipe and dtype come first; then sizes and the model's file, then the variant. */
const LEADING_PARTS = 6;
const sizeOrFile = /^(?:(?:batch|size|length) \d+|sha256 [0-9a-f]{64})$/;

/** Variant of a batch sweep, whose batch is a result and not chosen. */
export const BEST_BATCH = 'best batch';

/** The sizes of a cell with their names, for example ["batch", 64]; without those that do not apply. */
export function sizesOf(cell: Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>): [string, number][] {
  const named: [string, number | null][] = [
    ['batch', cell.batchSize],
    ['size', cell.size],
    ['length', cell.sequenceLength],
  ];
  return named.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/**
 * What must be equal before two values may be ranked against each other: the suite (for a published value the publication,
 * which has its own protocol), the work, the recipe, the dtype, the sizes, and the bytes of a language model's file.
 * Engine, device (with the number of layers on it) and machine are what is compared.
 */
export function comparisonKey(suite: string, cell: Cell, metric: Metric, variant: readonly string[]): string {
  return [
    suite,
    cell.workload,
    cell.mode,
    metric,
    cell.recipe,
    cell.dtype,
    ...sizesAndFile(cell),
    ...variant,
  ].join(SEPARATOR);
}

/** The parts of a key after the leading ones. */
const sizesAndFile = remembered((cell: Cell): string[] => [
  ...sizesOf(cell).map(([name, value]) => `${name} ${value}`),
  ...(cell.languageModel === null ? [] : [`sha256 ${cell.languageModel.sha256}`]),
]);

/** The variant in a key. */
export function variantOf(key: string): string[] {
  return key
    .split(SEPARATOR)
    .slice(LEADING_PARTS)
    .filter((part) => !sizeOrFile.test(part));
}
