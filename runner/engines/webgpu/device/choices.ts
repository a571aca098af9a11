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

/**
 * Equal for operations of the same kind, sizes and types, which have the same candidates; the number of a dropout's layer
 * makes no difference.
 */
export const keyOf = (operation: Operation): string =>
  JSON.stringify(operation, (name, part: unknown) => {
    if (isValue(part)) return `${part.type} ${part.shape}`;
    return name === 'layer' ? undefined : part;
  });

/** An operation with its candidates. */
export interface Candidates {
  operation: Operation;
  /** At least one; the first is right everywhere. */
  variants: readonly Variant[];
}

const flopsOf = ({ kernels }: Variant): number => kernels.reduce((sum, { flops }) => sum + flops, 0);

/** Tries variants on a device. */
export interface Trial {
  /** Compiles a variant, so that measuring it later takes only its time. */
  compile(variant: Variant): Promise<void>;
  /** Milliseconds of one run; infinite if the device rejects the variant. */
  measure(variant: Variant): Promise<number>;
}

export type Now = () => number;

/** Most milliseconds that compiling the candidates of one graph takes, and that measuring them does. */
const COMPILE_MS = 2000;
const MEASURE_MS = 1000;

/** The time of each variant is the shortest of so many, taken in turn: what disturbs one disturbs its neighbors, too. */
const ROUNDS = 2;

/** Milliseconds of each variant. */
export async function measureInTurn(variants: readonly Variant[], { measure }: Trial): Promise<number[]> {
  const shortest = variants.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [number, variant] of variants.entries()) {
      shortest[number] = Math.min(shortest[number]!, await measure(variant));
    }
  }
  return shortest;
}

/**
 * A GPU that has had nothing to do lowers its clock, and raises it in steps: an H200 took 0.7 s and became 5.6 times as
 * fast, with steps of up to 0.18 s. So it works until it has not become faster for longer than that.
 */
const STEADY_MS = 250;
const LONGEST_RAISE_MS = 1500;

/** Differences below this share are noise. */
const FASTER = 0.03;

/** Runs a variant until the clock of the GPU is up. */
export async function raiseClock(variant: Variant, { measure }: Trial, now: Now): Promise<void> {
  const begunMs = now();
  let [fastest, sinceMs] = [Number.POSITIVE_INFINITY, begunMs];
  while (now() - sinceMs < STEADY_MS && now() - begunMs < LONGEST_RAISE_MS) {
    const ms = await measure(variant);
    if (ms < fastest * (1 - FASTER)) [fastest, sinceMs] = [ms, now()];
    if (ms === Number.POSITIVE_INFINITY) return;
  }
}

/** The candidates of each kind of operation that are not known yet, those with most arithmetic first. */
function unknownKinds(all: readonly Candidates[], choices: Choices): Map<string, readonly Variant[]> {
  const unknown = all
    .filter(({ variants }) => variants.length > 1)
    .map(({ operation, variants }) => [keyOf(operation), variants] as const)
    .filter(([key, variants]) => variants.every(({ name }) => name !== choices.get(key)))
    .toSorted(([, a], [, b]) => flopsOf(b[0]!) - flopsOf(a[0]!));
  return new Map(unknown);
}

/** Compiles kind after kind until the time is used up. */
async function compileKinds(
  kinds: ReadonlyMap<string, readonly Variant[]>,
  { compile }: Trial,
  now: Now,
): Promise<[string, readonly Variant[]][]> {
  const deadline = now() + COMPILE_MS;
  const compiled: [string, readonly Variant[]][] = [];
  for (const [key, variants] of kinds) {
    if (now() >= deadline) break;
    await Promise.all(variants.map(compile));
    compiled.push([key, variants]);
  }
  return compiled;
}

/**
 * Measures the candidates of each kind of operation that `choices` does not know. When the time is used up, the others get
 * their first variant.
 * @returns one variant per operation
 */
export async function chooseVariants(
  all: readonly Candidates[],
  choices: Choices,
  trial: Trial,
  now: Now = () => performance.now(),
): Promise<Variant[]> {
  const compiled = await compileKinds(unknownKinds(all, choices), trial, now);
  if (compiled.length > 0) await raiseClock(compiled[0]![1][0]!, trial, now);
  const deadline = now() + MEASURE_MS;
  for (const [key, variants] of compiled) {
    if (now() >= deadline) break;
    const times = await measureInTurn(variants, trial);
    const shortest = Math.min(...times);
    if (shortest < Number.POSITIVE_INFINITY) choices.set(key, variants[times.indexOf(shortest)]!.name);
  }
  return all.map(({ operation, variants }) => {
    const name = variants.length > 1 ? choices.get(keyOf(operation)) : undefined;
    return variants.find((variant) => variant.name === name) ?? variants[0]!;
  });
}
