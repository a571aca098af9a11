/** @file Fetches the list of chips, once for a page. */
import { fetchJson, once } from '../ui/fetch.ts';
import type { Chip } from './chip.ts';
import { type IndexFile, readIndexFile } from './index-file.ts';
import { createFinder, type Finder } from './rank.ts';

export interface Catalogue {
  chips: readonly Chip[];
  find: Finder;
}

/** The chips of the index file at an address. */
export const loadCatalogue = once(async (address: string): Promise<Catalogue> => {
  const chips = readIndexFile(await fetchJson<IndexFile>(address));
  return { chips, find: createFinder(chips) };
});
