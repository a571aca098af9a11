/** @file The rows of each chip, machine and engine, sorted once per build. Only pages and components import this. */
import { hardware as catalogue } from '../../data/catalogue/index.ts';
import { readProduct } from '../../data/derive/product/product-name.ts';
import type { Chip } from '../find/chip.ts';
import { readIndexFile } from '../find/index-file.ts';
import { otherDevices } from '../find/other-devices.ts';
import { toIndexFile } from '../find/write-index.ts';
import type { NamedGap, NamedRow } from '../rows/named-row.ts';
import { entries, gaps, leaderboard, shownWorkloads } from '../rows/read.ts';

const none: readonly never[] = [];

const byChip = Map.groupBy(entries, ({ hardware, kind }) => (kind === 'software' ? null : hardware));
const byMachine = Map.groupBy(entries, ({ machine }) => machine.id);
const byEngine = Map.groupBy(entries, ({ engine }) => engine);
const byKey = Map.groupBy(entries, ({ comparisonKey }) => comparisonKey);
const gapsByMachine = Map.groupBy(gaps, ({ machine }) => machine.id);
const ratiosByMachine = Map.groupBy(leaderboard.ratios, ({ machine }) => machine);

/** Ids of the chips with results, in the order of the catalogue. */
export const chipIds: readonly string[] = catalogue.map(({ id }) => id).filter((id) => byChip.has(id));

/** Ids of the machines with results, and of those on which nothing succeeded. */
export const machineIds: readonly string[] = [...new Set([...byMachine.keys(), ...gapsByMachine.keys()])];

export const rowsOfChip = (id: string): readonly NamedRow[] => byChip.get(id) ?? none;
export const rowsOfMachine = (id: string): readonly NamedRow[] => byMachine.get(id) ?? none;
export const rowsOfEngine = (id: NamedRow['engine']): readonly NamedRow[] => byEngine.get(id) ?? none;
export const rowsOfKey = (comparisonKey: string): readonly NamedRow[] => byKey.get(comparisonKey) ?? none;
export const gapsOfMachine = (id: string): readonly NamedGap[] => gapsByMachine.get(id) ?? none;
export const ratiosOfMachine = (id: string) => ratiosByMachine.get(id) ?? none;

/** The number of results of each chip. */
const resultCounts: ReadonlyMap<string, number> = new Map(chipIds.map((id) => [id, rowsOfChip(id).length]));

const keyOf = (name: string) => readProduct(name)?.key ?? name;
const known = new Set(catalogue.flatMap(({ name, aliases }) => [name, ...aliases].map(keyOf)));

/** The chips as the box finds them, and the devices that the catalogue lacks. */
export const indexFile = toIndexFile(
  catalogue,
  resultCounts,
  otherDevices(entries, (name) => known.has(keyOf(name))),
);
export const chips: readonly Chip[] = readIndexFile(indexFile).filter(({ machine }) => machine === null);
export const measuredChips: readonly Chip[] = chips.filter(({ results }) => results > 0);

const titles = new Map<string, string>(shownWorkloads.map(({ id, title }) => [id, title]));
export const titleOf = (workload: string): string => titles.get(workload) ?? workload;

const rowById = new Map(entries.map((row) => [row.id, row]));
export const findRow = (id: string): NamedRow | null => rowById.get(id) ?? null;
