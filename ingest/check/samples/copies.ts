/** @file Finds samples that follow those of an earlier repetition, of the same file or of another. Linear in their number. */
import type { MeasurementSummary, Window } from '../contract/check.ts';
import { alike, count, type Likeness, SAME } from './fingerprint.ts';

/** A file with the fingerprints of its results. */
export interface Fingerprinted {
  path: string;
  measurements: readonly Pick<MeasurementSummary, 'index' | 'fingerprints'>[];
}

/** A result whose samples are those of an earlier one. */
export interface Copy {
  index: number;
  /** Path of the file with the original; the file's own if it is there. */
  original: string;
  /** Position of the original in the `results` of that file. */
  originalIndex: number;
}

/** Entries with one key; more only occur if somebody sends a file very often, and the first ones are the originals. */
const MOST_ENTRIES = 64;

/** A file with this share of copies of one other file, and at least two, is a copy as a whole. */
const WHOLE = 0.5;

/** A repetition that was seen. */
interface Place {
  file: Fingerprinted;
  index: number;
}

/** Windows that were seen, by their keys. */
type Entries = Map<number, { window: Window; place: Place }[]>;

interface Like {
  place: Place;
  total: number;
}

/** The earlier repetition that a fingerprint is most like; null if it is like none. */
function mostLike(windows: readonly Window[], entries: Entries): Like | null {
  const found = new Map<Place, Likeness>();
  for (const window of windows) {
    for (const entry of entries.get(window.key) ?? []) {
      if (!alike(window, entry.window)) continue;
      const likeness = found.get(entry.place) ?? { total: 0, counted: [] };
      count(window, likeness);
      found.set(entry.place, likeness);
    }
  }
  let best: Like | null = null;
  for (const [place, { total }] of found) if (best === null || total > best.total) best = { place, total };
  return best;
}

function remember(windows: readonly Window[], place: Place, entries: Entries): void {
  for (const window of windows) {
    const list = entries.get(window.key);
    if (list === undefined) entries.set(window.key, [{ window, place }]);
    else if (list.length < MOST_ENTRIES) list.push({ window, place });
  }
}

/** The likenesses of a file's results to earlier ones, also those that are too weak alone. */
function likenesses(file: Fingerprinted, entries: Entries): { copy: Copy; total: number }[] {
  const all: { copy: Copy; total: number }[] = [];
  for (const { index, fingerprints } of file.measurements) {
    let best: Like | null = null;
    for (const windows of fingerprints) {
      const like = mostLike(windows, entries);
      if (like !== null && like.total > (best?.total ?? 0)) best = like;
      remember(windows, { file, index }, entries);
    }
    if (best === null) continue;
    const { place, total } = best;
    all.push({ copy: { index, original: place.file.path, originalIndex: place.index }, total });
  }
  return all;
}

/** The copies of one file, given what was seen before. */
function copiesOf(file: Fingerprinted, entries: Entries): Copy[] {
  const all = likenesses(file, entries);
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
  const told = file.measurements.filter(({ fingerprints }) => fingerprints.some(({ length }) => length > 0));
  if (most.length < 2 || most.length < WHOLE * told.length) return copies;
  const marked = new Set(copies.map(({ index }) => index));
  const rest = file.measurements.filter(({ index }) => !marked.has(index));
  const { original, originalIndex } = most[0]!;
  return [...copies, ...rest.map(({ index }) => ({ index, original, originalIndex }))];
}

/** The copies in each file that has some, by path. `files` are in the order in which they were added. */
export function findCopies(files: readonly Fingerprinted[]): Map<string, Copy[]> {
  const entries: Entries = new Map();
  const found = new Map<string, Copy[]>();
  for (const file of files) {
    const copies = copiesOf(file, entries);
    if (copies.length > 0) found.set(file.path, copies);
  }
  return found;
}
