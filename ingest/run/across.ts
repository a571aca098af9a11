/** @file The checks across files, whose dearest result is kept: the copies among files that were there before. */
import { checkAcross, type Findings } from '../check/across/index.ts';
import type { AcrossFinding } from '../check/contract/check.ts';
import { copiedSamples, type KnownCopies } from '../check/samples/copies/copied-samples.ts';
import type { Brief } from './brief.ts';
import { Cache } from './cache.ts';
import type { Contributions } from './contributions.ts';
import { nameFor } from './index-file.ts';

/** What the cache holds. */
interface Kept {
  /** Of path and content of each file, in the order in which they were added. */
  keys: string[];
  findings: AcrossFinding[];
}

/** What is known of the files up to the first one that is new or has another place. */
function knownOf(kept: Kept | null, keys: readonly string[], briefs: readonly Brief[]): KnownCopies {
  if (kept === null) return { files: 0, findings: [] };
  const first = keys.findIndex((key, at) => kept.keys[at] !== key);
  const files = first === -1 ? keys.length : first;
  const same = new Set(briefs.slice(0, files).map(({ path }) => path));
  return { files, findings: kept.findings.filter(({ path }) => same.has(path)) };
}

/**
 * What `checkAcross` finds about the files of a folder.
 * @param briefs In the order in which they were added.
 * @param cache Folder of the cache; null for none.
 */
export function findingsAcross(
  briefs: readonly Brief[],
  { keyOf }: Pick<Contributions, 'keyOf'>,
  { cache, folder }: { cache: string | null; folder: string },
): Findings {
  const summaries = briefs.map(({ summary }) => summary);
  if (cache === null) return checkAcross(summaries);
  const store = new Cache(cache);
  const name = nameFor('copies', folder);
  const kept = store.get(name) as Kept | null;
  const keys = briefs.map(keyOf);
  const known = knownOf(kept, keys, briefs);
  const copies = copiedSamples(summaries, known);
  const isKept = known.files === keys.length && kept?.keys.length === keys.length;
  if (!isKept) store.put(name, { keys, findings: copies } satisfies Kept);
  return checkAcross(summaries, copies);
}
