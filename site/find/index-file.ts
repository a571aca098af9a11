/**
 * @file The file that the box fetches when it gets the focus: all chips of the catalogue as columns, as small as they get
 * with a dictionary and the compression of the host. Written at build, read in the browser. Pure.
 */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { toSlug } from '../../data/derive/device-names.ts';
import { readProduct } from '../../data/derive/product/product-name.ts';
import type { Chip, Kind } from './chip.ts';

/** Columns in the order of the catalogue; an entry of `null` in a column of numbers is an unknown figure. */
export interface IndexFile {
  /** Joined by line feeds, which no name contains. */
  names: string;
  /** Ids that do not follow from the name, by place. */
  ids: Record<number, string>;
  /** Joined by line feeds, by place. */
  aliases: Record<number, string>;
  /** Runs of equal values: each with the number of places that it fills. */
  vendors: [Hardware['vendor'], number][];
  kinds: [Kind, number][];
  years: (number | null)[];
  memoryGB: Record<number, number>;
  tflops: (number | null)[];
  /** Rows, by place; chips without any are left out. */
  results: Record<number, number>;
}

/** The longest id of the contract. */
const ID_LENGTH = 80;

const idOf = (name: string): string => toSlug(name, ID_LENGTH);

function runs<Value>(values: readonly Value[]): [Value, number][] {
  const found: [Value, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last?.[0] === value) last[1]++;
    else found.push([value, 1]);
  }
  return found;
}

const expand = <Value>(found: readonly [Value, number][]): Value[] =>
  found.flatMap(([value, length]) => Array<Value>(length).fill(value));

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

/** @param results The number of rows by catalogue id. */
export function toIndexFile(hardware: readonly Hardware[], results: ReadonlyMap<string, number>): IndexFile {
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
    results: sparse(column(({ id }) => results.get(id) ?? null)),
  };
}

/** The inverse of `toIndexFile`. */
export function readIndexFile(file: IndexFile): Chip[] {
  const [vendors, kinds] = [expand(file.vendors), expand(file.kinds)];
  return file.names.split('\n').map((name, place) => ({
    id: file.ids[place] ?? idOf(name),
    name,
    vendor: vendors[place]!,
    kind: kinds[place]!,
    aliases: file.aliases[place]?.split('\n') ?? [],
    year: file.years[place] ?? null,
    memoryGB: file.memoryGB[place] ?? null,
    tflops: file.tflops[place] ?? null,
    results: file.results[place] ?? 0,
  }));
}
