/**
 * @file The file that the box fetches when it gets the focus: all chips of the catalogue as columns, as small as they get
 * with a dictionary and the compression of the host, and the devices outside of it that have results. Written at build
 * (write-index.ts), read in the browser. Pure.
 */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { toSlug } from '../../data/derive/device-names.ts';
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
  /** Designs and code names, "Turing"; null where none is known. */
  designs: [string | null, number][];
  /** Rows, by place; chips without any are left out. */
  results: Record<number, number>;
  /** Devices with results that the catalogue does not know. */
  others: OtherDevice[];
}

/** A device with results that no entry of the catalogue is for: a virtual machine's "AMD EPYC". */
export interface OtherDevice {
  name: string;
  vendor: Chip['vendor'];
  kind: Kind;
  /** Id of the machine whose page has most of its results. */
  machine: string;
  results: number;
}

/** The longest id of the contract. */
const ID_LENGTH = 80;

export const idOf = (name: string): string => toSlug(name, ID_LENGTH);

const expand = <Value>(found: readonly [Value, number][]): Value[] =>
  found.flatMap(([value, length]) => Array<Value>(length).fill(value));

/** The inverse of `toIndexFile`. */
export function readIndexFile(file: IndexFile): Chip[] {
  const [vendors, kinds, designs] = [expand(file.vendors), expand(file.kinds), expand(file.designs)];
  const chips = file.names.split('\n').map((name, place) => ({
    id: file.ids[place] ?? idOf(name),
    name,
    vendor: vendors[place]!,
    kind: kinds[place]!,
    aliases: file.aliases[place]?.split('\n') ?? [],
    year: file.years[place] ?? null,
    memoryGB: file.memoryGB[place] ?? null,
    tflops: file.tflops[place] ?? null,
    design: designs[place] ?? null,
    results: file.results[place] ?? 0,
    machine: null,
  }));
  return [...chips, ...file.others.map(asChip)];
}

/** The id of a device outside of the catalogue, whose own ids have no colon. */
export const outsideIdOf = ({ kind, name }: Pick<OtherDevice, 'kind' | 'name'>): string =>
  `outside:${kind}:${idOf(name)}`;

const asChip = ({ name, vendor, kind, machine, results }: OtherDevice): Chip => ({
  ...{ id: outsideIdOf({ kind, name }), name, vendor, kind, machine, results },
  ...{ aliases: [], year: null, memoryGB: null, tflops: null, design: null },
});
