/** @file Finds samples that follow those of an earlier repetition, of the same file or of another. Linear in their number. */
import type { Fingerprint, MeasurementSummary } from '../contract/check.ts';
import { findSameCourses } from './courses.ts';
import {
  areAlike,
  comparisonOf,
  count,
  hasShapes,
  isCourse,
  type Likeness,
  NUMBERS,
  SAME,
  type Window,
  windowAt,
  windowsOf,
} from './fingerprint.ts';
import { KeyFilter } from './key-filter.ts';

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
  /** How much the list that is compared now is like it; null if it is not. Held here, because copies have many matches. */
  likeness: Likeness | null;
}

/** The windows with one key that were seen: their shapes, and where. */
interface Entries {
  shapes: number[];
  places: Place[];
}

/** What was seen before, by its key, and which keys are worth keeping because they occur again. */
interface Seen {
  entries: Map<number, Entries>;
  repeated: KeyFilter;
}

interface Like {
  place: Place;
  total: number;
}

/** Adds a window to the likeness of its list to each earlier one that has the same, and new ones of these to `found`. */
function compare(window: Window, { shapes, places }: Entries, found: Place[]): void {
  const comparison = comparisonOf(window);
  for (let at = 0; at < shapes.length; at++) {
    if (!areAlike(window.shape, shapes[at]!, comparison)) continue;
    const place = places[at]!;
    if (place.likeness === null) {
      place.likeness = { total: 0, counted: [] };
      found.push(place);
    }
    count(window, place.likeness);
  }
}

/** The earlier repetition that a fingerprint is most like; null if it is like none. */
function mostLike(fingerprint: Fingerprint, { entries, repeated }: Seen): Like | null {
  const found: Place[] = [];
  for (let i = 0; i < fingerprint.length; i += NUMBERS) {
    // Most windows occur only once: the filter costs a tenth of a look into the map.
    if (!repeated.has(fingerprint[i]!) || isCourse(fingerprint[i]!)) continue;
    const known = entries.get(fingerprint[i]!);
    if (known === undefined) continue;
    compare(windowAt(fingerprint, i), known, found);
  }
  let best: Like | null = null;
  for (const place of found) {
    const { total } = place.likeness!;
    if (best === null || total > best.total) best = { place, total };
    place.likeness = null;
  }
  return best;
}

function remember(fingerprint: Fingerprint, place: Place, { entries, repeated }: Seen): void {
  for (let i = 0; i < fingerprint.length; i += NUMBERS) {
    if (!repeated.has(fingerprint[i]!) || isCourse(fingerprint[i]!)) continue;
    const { key, shape } = windowAt(fingerprint, i);
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { shapes: [shape], places: [place] });
    else if (known.shapes.length < MOST_ENTRIES) {
      known.shapes.push(shape);
      known.places.push(place);
    }
  }
}

/** The likenesses of a file's results to earlier ones, also those that are too weak alone. */
function likenesses(file: Fingerprinted, seen: Seen): { copy: Copy; total: number }[] {
  const all: { copy: Copy; total: number }[] = [];
  for (const { index, fingerprints } of file.measurements) {
    let best: Like | null = null;
    for (const fingerprint of fingerprints) {
      const like = mostLike(fingerprint, seen);
      if (like !== null && like.total > (best?.total ?? 0)) best = like;
      remember(fingerprint, { file, index, likeness: null }, seen);
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

/** The keys that occur more than once, so that the windows of all others need not be kept. */
function repeatedKeys(files: readonly Fingerprinted[]): KeyFilter {
  const fingerprints: Fingerprint[] = [];
  for (const { measurements } of files)
    for (const one of measurements) fingerprints.push(...one.fingerprints);
  const repeated = new KeyFilter(fingerprints.reduce((sum, one) => sum + windowsOf(one), 0));
  for (const fingerprint of fingerprints)
    for (let i = 0; i < fingerprint.length; i += NUMBERS) repeated.add(fingerprint[i]!);
  return repeated;
}

/** The copies in each file that has some, by path. `files` are in the order in which they were added. */
export function findCopies(files: readonly Fingerprinted[]): Map<string, Copy[]> {
  const seen: Seen = { entries: new Map(), repeated: repeatedKeys(files) };
  const found = findSameCourses(files, seen.repeated);
  for (const file of files) {
    if (found.has(file.path)) continue;
    const copies = copiesOf(file, seen);
    if (copies.length > 0) found.set(file.path, copies);
  }
  return found;
}
