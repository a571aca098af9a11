/** @file Finds files most of whose repetitions took the course of those of one earlier file: copies with noise on everything. */
import type { Fingerprint } from '../../contract/check.ts';
import type { Copy, Fingerprinted } from './copy.ts';
import { areSameCourse, isCourse } from './course.ts';
import type { KeyFilter } from './key-filter.ts';
import { MOST_ENTRIES } from './seen.ts';
import { NUMBERS } from './window.ts';

/** Courses of so many repetitions, and of this share of a file, do not agree by chance. */
const FEWEST = 2;
const SHARE = 2 / 3;

/** The course of a repetition. */
interface Course {
  /** Position of its result. */
  index: number;
  key: number;
  shape: number;
}

interface Seen extends Course {
  file: Fingerprinted;
}

/** The course in a fingerprint; null if it has none. */
function courseIn(fingerprint: Fingerprint, index: number): Course | null {
  for (let i = fingerprint.length - NUMBERS; i >= 0; i -= NUMBERS) {
    if (isCourse(fingerprint[i]!)) return { index, key: fingerprint[i]!, shape: fingerprint[i + 1]! };
  }
  return null;
}

const coursesOf = ({ measurements }: Fingerprinted): Course[] =>
  measurements.flatMap(({ index, fingerprints }) =>
    fingerprints.flatMap((fingerprint) => courseIn(fingerprint, index) ?? []),
  );

/** Repetitions of one file that took the course of an earlier file's, each with that one's result. */
type Alike = { course: Course; originalIndex: number }[];

/** The earlier file whose courses a file has most often; null if it has none. */
function mostAlike(
  courses: readonly Course[],
  seen: ReadonlyMap<number, readonly Seen[]>,
): { original: Fingerprinted; alike: Alike } | null {
  const all = new Map<Fingerprinted, Alike>();
  for (const course of courses) {
    const same = (seen.get(course.key) ?? []).filter((one) => areSameCourse(one.shape, course.shape));
    for (const [original, originalIndex] of new Map(same.map(({ file, index }) => [file, index])))
      all.set(original, [...(all.get(original) ?? []), { course, originalIndex }]);
  }
  const [most] = [...all].sort(([, a], [, b]) => b.length - a.length);
  return most === undefined ? null : { original: most[0], alike: most[1] };
}

/** Copies of one file, by the courses that were seen before. */
function copiesOf(
  { measurements }: Fingerprinted,
  courses: readonly Course[],
  seen: ReadonlyMap<number, readonly Seen[]>,
): Copy[] {
  const most = mostAlike(courses, seen);
  if (most === null || most.alike.length < Math.max(FEWEST, SHARE * courses.length)) return [];
  const originals = new Map(most.alike.map(({ course, originalIndex }) => [course.index, originalIndex]));
  const [anyIndex] = originals.values();
  return measurements.map(({ index }) => ({
    index,
    original: most.original.path,
    originalIndex: originals.get(index) ?? anyIndex!,
  }));
}

function remember(file: Fingerprinted, courses: readonly Course[], seen: Map<number, Seen[]>): void {
  for (const course of courses) {
    const known = seen.get(course.key) ?? [];
    if (known.length < MOST_ENTRIES) seen.set(course.key, [...known, { ...course, file }]);
  }
}

/**
 * The copies in each searched file that has some, by path. The files are in the order in which they were added.
 * @param earlier Files that are only originals, from before the others.
 * @param repeated The keys of all fingerprints with which a file may be like an earlier one.
 */
export function findSameCourses(
  earlier: readonly Fingerprinted[],
  searched: readonly Fingerprinted[],
  repeated: KeyFilter,
): Map<string, Copy[]> {
  const seen = new Map<number, Seen[]>();
  const found = new Map<string, Copy[]>();
  const keep = (file: Fingerprinted, courses: readonly Course[]) => {
    const kept = courses.filter(({ key }) => repeated.has(key));
    remember(file, kept, seen);
  };
  for (const file of earlier) keep(file, coursesOf(file));
  for (const file of searched) {
    const courses = coursesOf(file);
    const copies = copiesOf(file, courses, seen);
    if (copies.length > 0) found.set(file.path, copies);
    keep(file, courses);
  }
  return found;
}
