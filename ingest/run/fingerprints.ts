/**
 * @file The fingerprints of a file as one list of numbers, which the cache keeps apart from all else that is known of the file:
 * they are most of it, and only the search for copies reads them.
 */
import type { Fingerprint, MeasurementSummary, Peer } from '../check/contract/check.ts';

/** For each measured cell the number of its fingerprints, and for each of these its length and its numbers. */
export type FileFingerprints = Float64Array<ArrayBuffer>;

/** Most measured cells have a few windows; a list of them that is empty has no memory of its own. */
const EMPTY: Fingerprint = [];

/** How many numbers the fingerprints of a measured cell take. */
export const sizeOf = ({ fingerprints }: Pick<MeasurementSummary, 'fingerprints'>): number =>
  fingerprints.reduce((sum, one) => sum + 1 + one.length, 1);

export function toList(measurements: readonly MeasurementSummary[]): FileFingerprints {
  const list = new Float64Array(measurements.reduce((sum, one) => sum + sizeOf(one), 0));
  let at = 0;
  for (const { fingerprints } of measurements) {
    list[at++] = fingerprints.length;
    for (const one of fingerprints) {
      list[at++] = one.length;
      list.set(one, at);
      at += one.length;
    }
  }
  return list;
}

/** What is kept of a measured cell. Its fingerprints are views of a list that is read when they are needed. */
export class KeptMeasurement implements MeasurementSummary {
  readonly index: number;
  readonly peer: Peer | null;
  /** Numbers of its fingerprints. */
  readonly size: number;
  readonly #listOf: () => FileFingerprints;
  /** Where they start in the list. */
  readonly #start: number;

  constructor(
    { index, peer, size }: Pick<KeptMeasurement, 'index' | 'peer' | 'size'>,
    listOf: () => FileFingerprints,
    start: number,
  ) {
    this.index = index;
    this.peer = peer;
    this.size = size;
    this.#listOf = listOf;
    this.#start = start;
  }

  get fingerprints(): Fingerprint[] {
    const list = this.#listOf();
    let at = this.#start + 1;
    return Array.from({ length: list[this.#start]! }, () => {
      const length = list[at]!;
      at += 1 + length;
      return length === 0 ? EMPTY : list.subarray(at - length, at);
    });
  }
}
