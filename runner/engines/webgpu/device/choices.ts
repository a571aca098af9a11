/** @file Which variant of an operation is used: the first, or the fastest of those that were measured on the device. */
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Value } from '../../compiled/graph/value.ts';
import type { Variant } from '../kernels/kernel.ts';

/** Names of the fastest variants by operation, kept from run to run. */
export interface Choices {
  get(key: string): string | undefined;
  set(key: string, name: string): void;
}

/** Choices that are forgotten with the process, for browsers. */
export const createChoices = (): Choices => new Map<string, string>();

const isValue = (part: unknown): part is Value =>
  typeof part === 'object' && part !== null && 'place' in part;

/** Equal for operations of the same kind, sizes and types, which have the same candidates. */
export const keyOf = (operation: Operation): string =>
  JSON.stringify(operation, (_, part: unknown) => (isValue(part) ? `${part.type} ${part.shape}` : part));

/** An operation with its candidates. */
export interface Candidates {
  operation: Operation;
  /** At least one; the first is right everywhere. */
  variants: readonly Variant[];
}

const flopsOf = ({ kernels }: Variant): number => kernels.reduce((sum, { flops }) => sum + flops, 0);

/** Milliseconds of one run of a variant; infinite if the device rejects it. */
export type Measure = (variant: Variant) => Promise<number>;

/** The fastest of the variants; null if there was no time to measure all of them. */
async function fastest(
  variants: readonly Variant[],
  measure: Measure,
  hasTime: () => boolean,
): Promise<Variant | null> {
  let best = variants[0]!;
  let bestMs = Number.POSITIVE_INFINITY;
  for (const variant of variants) {
    if (!hasTime()) return null;
    const ms = await measure(variant);
    if (ms < bestMs) [best, bestMs] = [variant, ms];
  }
  return best;
}

/** Most milliseconds that measuring the candidates of one graph takes. */
const BUDGET_MS = 3000;

/**
 * Measures the candidates of each kind of operation that `choices` does not know, those with most arithmetic first. When
 * the time is used up, the others get their first variant.
 * @returns one variant per operation
 */
export async function chooseVariants(
  all: readonly Candidates[],
  choices: Choices,
  measure: Measure,
  now: () => number = () => performance.now(),
): Promise<Variant[]> {
  const deadline = now() + BUDGET_MS;
  const byCost = all
    .filter(({ variants }) => variants.length > 1)
    .toSorted((a, b) => flopsOf(b.variants[0]!) - flopsOf(a.variants[0]!));
  const hasTime = () => now() < deadline;
  for (const { operation, variants } of byCost) {
    const key = keyOf(operation);
    const known = choices.get(key);
    if (variants.some(({ name }) => name === known)) continue;
    const chosen = await fastest(variants, measure, hasTime);
    if (chosen === null) break;
    choices.set(key, chosen.name);
  }
  return all.map(({ operation, variants }) => {
    const name = variants.length > 1 ? choices.get(keyOf(operation)) : undefined;
    return variants.find((variant) => variant.name === name) ?? variants[0]!;
  });
}
