/** @file Keeps the counts of machines with several files or withheld values, by all that they depend on. */
import type { Counted } from '../rank/assemble.ts';
import { sha256 } from '../read/sha256.ts';
import { Cache } from './cache.ts';
import { nameFor } from './index-file.ts';

export interface Parts {
  /** The counts of a machine: those that are kept, or what `compute` gives. */
  of: (dependencies: unknown, compute: () => Promise<Counted>) => Promise<Counted>;
  /** Keeps the counts that were asked for, for the next run. */
  save: () => void;
}

/** @param cache Folder of the cache; null for none. */
export function openParts(cache: string | null, folder: string): Parts {
  const store = cache === null ? null : new Cache(cache);
  const name = nameFor('parts', folder);
  const earlier = (store?.get(name) ?? new Map()) as ReadonlyMap<string, Counted>;
  const parts = new Map<string, Counted>();
  return {
    of: async (dependencies, compute) => {
      const key = sha256(JSON.stringify(dependencies));
      const part = earlier.get(key) ?? (await compute());
      parts.set(key, part);
      return part;
    },
    save: () => {
      const isNew = [...parts.keys()].some((key) => !earlier.has(key));
      if (isNew || parts.size !== earlier.size) store?.put(name, parts);
    },
  };
}
