/** @file Fetches the list of chips, once for a page. */
import { fetchFile } from '../ui/fetch-file.ts';
import type { Chip } from './chip.ts';
import { type IndexFile, readIndexFile } from './index-file.ts';
import { createFinder, type Finder } from './rank.ts';

export interface Catalogue {
  chips: readonly Chip[];
  find: Finder;
}

const fetched = new Map<string, Promise<Catalogue>>();

async function fetchCatalogue(url: string): Promise<Catalogue> {
  const response = await fetchFile(url);
  const chips = readIndexFile((await response.json()) as IndexFile);
  return { chips, find: createFinder(chips) };
}

/** The chips of `url`, the address of the index file. A failed fetch is tried again by the next call. */
export function loadCatalogue(url: string): Promise<Catalogue> {
  const known = fetched.get(url);
  if (known !== undefined) return known;
  const loading = fetchCatalogue(url);
  fetched.set(url, loading);
  loading.catch(() => fetched.delete(url));
  return loading;
}
