/** @file The released versions of software, by its name. */
import * as z from 'zod';
import { type ReleaseList, releaseListSchema, type Software } from '../contract/tables/release.ts';
import releasesFile from './releases.json' with { type: 'json' };

export const releaseLists: readonly ReleaseList[] = z.array(releaseListSchema).parse(releasesFile);

const bySoftware = new Map(releaseLists.map((list) => [list.software, list]));

/**
 * The released versions of some software.
 * @throws RangeError if the catalogue has no list of it, which is a bug: the contract and the catalogue name the same
 */
export function findReleases(software: Software): ReleaseList {
  const list = bySoftware.get(software);
  if (list === undefined)
    throw new RangeError(`no releases of "${software}" in data/catalogue/releases.json`);
  return list;
}
