/** @file Loads the native results and the list of chips once a result is shown. */
import { loadCatalogue } from '../find/load.ts';
import { link } from '../rows/links.ts';
import { fetchJson } from '../ui/fetch.ts';
import { type Loaded, useLoaded } from '../ui/use-loaded.ts';
import { NATIVE_PATH, type Native, type NativeFile } from './axis/native.ts';

/** Address of the list of chips. */
export const CHIPS_PATH = '/find.json';

async function loadNative(): Promise<Native> {
  const [file, { withOthers }] = await Promise.all([
    fetchJson<NativeFile>(link(NATIVE_PATH)),
    loadCatalogue(link(CHIPS_PATH)),
  ]);
  return { ...file, chips: withOthers.chips };
}

export const useNative = (): Loaded<Native> & { again: () => void } => useLoaded(loadNative);
