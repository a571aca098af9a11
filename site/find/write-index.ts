/** @file Writes the list of chips that the box fetches. Only the build and tests use it. Pure. */
import { architectureOf } from '../../data/catalogue/nvidia-architectures.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import { readProduct } from '../../data/derive/product/product-name.ts';
import { designOf } from './designs.ts';
import { type IndexFile, idOf, type OtherDevice } from './index-file.ts';

function runs<Value>(values: readonly Value[]): [Value, number][] {
  const found: [Value, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last?.[0] === value) last[1]++;
    else found.push([value, 1]);
  }
  return found;
}

/** Entries of a column that most places lack. */
function sparse<Value>(values: readonly (Value | null)[]): Record<number, Value> {
  const known = values.flatMap((value, place) => (value === null ? [] : [[place, value] as const]));
  return Object.fromEntries(known);
}

/** Aliases that are not only another spelling of the name or of an alias before. */
function tellingAliases({ name, aliases }: Hardware): string[] {
  const keys = new Set([readProduct(name)?.key]);
  return aliases.filter((alias) => {
    const key = readProduct(alias)?.key;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

const rounded = (value: number): number => Number(value.toPrecision(3));

/**
 * @param results The number of rows by catalogue id.
 * @param others Devices with rows that have no such id.
 */
export function toIndexFile(
  hardware: readonly Hardware[],
  results: ReadonlyMap<string, number>,
  others: readonly OtherDevice[] = [],
): IndexFile {
  const column = <Value>(read: (entry: Hardware) => Value) => hardware.map(read);
  return {
    names: column(({ name }) => name).join('\n'),
    ids: sparse(column(({ id, name }) => (id === idOf(name) ? null : id))),
    aliases: sparse(column((entry) => tellingAliases(entry).join('\n') || null)),
    vendors: runs(column(({ vendor }) => vendor)),
    kinds: runs(column(({ kind }) => kind)),
    years: column(({ year }) => year),
    memoryGB: sparse(column(({ kind, memoryGB }) => (kind === 'gpu' && memoryGB ? memoryGB.value : null))),
    tflops: column(({ fp32Tflops }) => (fp32Tflops === null ? null : rounded(fp32Tflops.value))),
    designs: runs(column((entry) => architectureOf(entry)?.name ?? designOf(entry))),
    results: sparse(column(({ id }) => results.get(id) ?? null)),
    others: [...others],
  };
}
