/** @file The released versions of software, by its name. */
import * as z from 'zod';
import {
  type ReleaseList,
  releaseListSchema,
  type Software,
  softwareSchema,
} from '../contract/tables/release.ts';
import { checked, refuse, unfilled } from './checked.ts';
import releasesFile from './releases.json' with { type: 'json' };

export const releaseLists: readonly ReleaseList[] = checked(
  'releases.json',
  z.array(releaseListSchema),
  releasesFile,
);

const bySoftware = new Map(releaseLists.map((list) => [list.software, list]));

refuse(
  unfilled(
    'releases.json',
    softwareSchema.options,
    new Set<string>(bySoftware.keys()),
    'add its released versions',
  ),
);

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
