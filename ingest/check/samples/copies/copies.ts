/** @file Finds samples that follow those of an earlier repetition, of the same file or of another. Linear in their number. */
import type { Fingerprint } from '../../contract/check.ts';
import type { Copy, Fingerprinted } from './copy.ts';
import { findSameCourses } from './courses.ts';
import { KeyFilter } from './key-filter.ts';
import { KeyNumbers } from './key-numbers.ts';
import { hasShapes, SAME } from './likeness.ts';
import { type Like, SeenWindows } from './seen.ts';
import { NUMBERS, windowsOf } from './window.ts';

/** A file with this share of copies of one other file, and at least two, is a copy as a whole. */
const WHOLE = 0.5;

/** Where a repetition is. */
interface Place {
  file: Fingerprinted;
  index: number;
}

type Seen = SeenWindows<Place>;

/** The likenesses of a file's results to earlier ones, also those that are too weak alone. */
function likenesses(file: Fingerprinted, seen: Seen): { copy: Copy; total: number }[] {
  const all: { copy: Copy; total: number }[] = [];
  for (const { index, fingerprints } of file.measurements) {
    let best: Like<Place> | null = null;
    for (const fingerprint of fingerprints) {
      const like = seen.compare(fingerprint, { file, index });
      if (like !== null && like.total > (best?.total ?? 0)) best = like;
    }
    if (best === null) continue;
    const { place, total } = best;
    all.push({ copy: { index, original: place.file.path, originalIndex: place.index }, total });
  }
  return all;
}

/** The copies of one file, given what was seen before. */
function copiesOf(file: Fingerprinted, seen: Seen): Copy[] {
  const all = likenesses(file, seen);
  const totals = new Map<string, number>();
  for (const { copy, total } of all) totals.set(copy.original, (totals.get(copy.original) ?? 0) + total);
  // Two weak likenesses to one other file are as unlikely as a strong one.
  const certain = all.filter(
    ({ copy, total }) => total >= SAME || (copy.original !== file.path && totals.get(copy.original)! > SAME),
  );
  const copies = certain.map(({ copy }) => copy);
  const byOriginal = Map.groupBy(
    copies.filter(({ original }) => original !== file.path),
    ({ original }) => original,
  );
  const [most = []] = [...byOriginal.values()].sort((a, b) => b.length - a.length);
  const told = file.measurements.filter(({ fingerprints }) => fingerprints.some(hasShapes));
  if (most.length < 2 || most.length < WHOLE * told.length) return copies;
  const marked = new Set(copies.map(({ index }) => index));
  const rest = file.measurements.filter(({ index }) => !marked.has(index));
  const { original, originalIndex } = most[0]!;
  return [...copies, ...rest.map(({ index }) => ({ index, original, originalIndex }))];
}

/** The fingerprints of files, one after the other: kept ones are made anew each time, so that few are in memory. */
function* fingerprintsIn(files: readonly Fingerprinted[]): Generator<Fingerprint> {
  for (const { measurements } of files) for (const { fingerprints } of measurements) yield* fingerprints;
}

function eachKey(files: readonly Fingerprinted[], visit: (key: number) => void): void {
  for (const fingerprint of fingerprintsIn(files))
    for (let i = 0; i < fingerprint.length; i += NUMBERS) visit(fingerprint[i]!);
}

function countWindows(files: readonly Fingerprinted[]): number {
  let windows = 0;
  for (const fingerprint of fingerprintsIn(files)) windows += windowsOf(fingerprint);
  return windows;
}

function remember(file: Fingerprinted, seen: Seen): void {
  for (const { index, fingerprints } of file.measurements)
    for (const one of fingerprints) seen.remember(one, { file, index });
}

/** Whether no key occurs twice in a file. */
function hasDifferentKeys(file: Fingerprinted): boolean {
  const windows = countWindows([file]);
  const keys = new KeyNumbers(windows);
  eachKey([file], (key) => keys.add(key));
  return keys.size === windows;
}

/** The keys of files, each once or again. */
function keysOf(files: readonly Fingerprinted[]): KeyFilter {
  const filter = new KeyFilter(countWindows(files));
  eachKey(files, (key) => filter.add(key));
  return filter;
}

/** The files with a key of the filter, which it then takes for one that occurs again. */
const meeting = (files: readonly Fingerprinted[], keys: KeyFilter): Fingerprinted[] =>
  files.filter((file) => {
    let meets = false;
    eachKey([file], (key) => {
      meets = keys.meet(key) || meets;
    });
    return meets;
  });

/**
 * The copies in each file that has some, by path. `files` are in the order in which they were added.
 * @param known How many of the files, from the first one on, are not searched, because their copies are known.
 */
export function findCopies(files: readonly Fingerprinted[], known = 0): Map<string, Copy[]> {
  if (files.length === known) return new Map();
  // A file is searched for copies of its own first, and hardly one has any.
  if (files.length === 1 && hasDifferentKeys(files[0]!)) return new Map();
  const searched = files.slice(known);
  const repeated = keysOf(searched);
  const earlier = meeting(files.slice(0, known), repeated);
  const found = findSameCourses(earlier, searched, repeated);
  const seen: Seen = new SeenWindows(fingerprintsIn([...earlier, ...searched]), repeated);
  for (const file of earlier) remember(file, seen);
  for (const file of searched) {
    if (found.has(file.path)) {
      remember(file, seen);
      continue;
    }
    const copies = copiesOf(file, seen);
    if (copies.length > 0) found.set(file.path, copies);
  }
  return found;
}
