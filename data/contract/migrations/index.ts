/**
 * @file Brings parsed JSON of every earlier version of the format to the newest one, before the schema validates it. One file
 * for each step; a step is never changed once files of its version exist. Pure.
 */
import type { Fields } from './fields.ts';
import * as to2 from './to-2.ts';

export type Kind = 'submission' | 'published';

/** The step from each version to the next. */
const steps: ReadonlyMap<number, Record<Kind, (fields: Fields) => Fields>> = new Map([[1, to2]]);

/**
 * @param version The version of the fields, from 1 to the newest.
 * @param newest The version that they become.
 */
export function migrate(fields: Fields, kind: Kind, version: number, newest: number): Fields {
  let current = fields;
  for (let from = version; from < newest; from++) {
    current = { ...steps.get(from)![kind](current), schemaVersion: from + 1 };
  }
  return current;
}
