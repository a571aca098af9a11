/** @file Finds files most of whose repetitions took the course of those of one earlier file: copies with noise on everything. */
import type { Fingerprint } from '../contract/check.ts';
import type { Copy, Fingerprinted } from './copies.ts';
import { areSameCourse, isCourse, NUMBERS } from './fingerprint.ts';
import type { KeyFilter } from './key-filter.ts';

/** Courses of so many repetitions, and of this share of a file, do not agree by chance. */
const FEWEST = 2;
const SHARE = 2 / 3;

/** Entries with one key; more only occur if somebody sends a file very often, and the first ones are the originals. */
const MOST_ENTRIES = 64;

/** A course that was seen. */
interface Seen {
  shape: number;
  file: Fingerprinted;
  index: number;
}

/** The key and the shape of the course in a fingerprint; null if it has none. */
function courseIn(fingerprint: Fingerprint): { key: number; shape: number } | null {
  for (let i = fingerprint.length - NUMBERS; i >= 0; i -= NUMBERS) {
    if (isCourse(fingerprint[i]!)) return { key: fingerprint[i]!, shape: fingerprint[i + 1]! };
  }
  return null;
}

/** Files with repetitions that took the same course as this one's, and at which result each first did. */
type Alike = Map<Fingerprinted, { repetitions: number; originals: Map<number, number> }>;

/** Copies of one file, by the courses that were seen before; remembers its own where they occur again. */
function copiesOf(file: Fingerprinted, seen: Map<number, Seen[]>, repeated: KeyFilter): Copy[] {
  const alike: Alike = new Map();
  let courses = 0;
  for (const { index, fingerprints } of file.measurements) {
    for (const fingerprint of fingerprints) {
      const course = courseIn(fingerprint);
      if (course === null) continue;
      courses += 1;
      if (!repeated.has(course.key)) continue;
      const known = seen.get(course.key) ?? [];
      const found = new Map(
        known
          .filter((one) => one.file !== file && areSameCourse(one.shape, course.shape))
          .map((one) => [one.file, one.index]),
      );
      for (const [original, originalIndex] of found) {
        const like = alike.get(original) ?? { repetitions: 0, originals: new Map() };
        like.repetitions += 1;
        like.originals.set(index, originalIndex);
        alike.set(original, like);
      }
      if (known.length < MOST_ENTRIES) seen.set(course.key, [...known, { ...course, file, index }]);
    }
  }
  const [most] = [...alike].sort(([, a], [, b]) => b.repetitions - a.repetitions);
  if (most === undefined || most[1].repetitions < Math.max(FEWEST, SHARE * courses)) return [];
  const [original, { originals }] = most;
  const [anyIndex] = originals.values();
  return file.measurements.map(({ index }) => ({
    index,
    original: original.path,
    originalIndex: originals.get(index) ?? anyIndex!,
  }));
}

/**
 * The copies in each file that has some, by path. `files` are in the order in which they were added.
 * @param repeated The keys of their fingerprints that occur more than once.
 */
export function findSameCourses(files: readonly Fingerprinted[], repeated: KeyFilter): Map<string, Copy[]> {
  const seen = new Map<number, Seen[]>();
  const found = new Map<string, Copy[]>();
  for (const file of files) {
    const copies = copiesOf(file, seen, repeated);
    if (copies.length > 0) found.set(file.path, copies);
  }
  return found;
}
