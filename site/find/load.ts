/** @file Fetches the list of chips, once for a page. */
import { fetchJson, once } from '../ui/fetch.ts';
import type { Chip } from './chip.ts';
import { type IndexFile, readIndexFile } from './index-file.ts';
import { createFinder, type Finder } from './rank.ts';

export interface Chips {
  chips: readonly Chip[];
  find: Finder;
}

/** The chips of the catalogue. */
export interface Catalogue extends Chips {
  /** Also devices outside of the catalogue that have results. */
  withOthers: Chips;
}

/** The chips of the index file at an address. */
export const loadCatalogue = once(async (address: string): Promise<Catalogue> => {
  const all = readIndexFile(await fetchJson<IndexFile>(address));
  const withOthers: Chips = { chips: all, find: createFinder(all) };
  const find: Finder = (text, part) => {
    const found = withOthers.find(text, part);
    return { ...found, hits: found.hits.filter(({ chip }) => chip.machine === null) };
  };
  return { chips: all.filter(({ machine }) => machine === null), find, withOthers };
});
