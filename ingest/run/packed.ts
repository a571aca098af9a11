/**
 * @file The rows and gaps of a file as compressed bytes, which threads send and the cache keeps. Machine, source, devices and
 * texts that they have in common are in it once, and the rows and gaps that are read from it share them.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Cell } from '../../data/contract/cell.ts';
import type { Flag, Gap, Row } from '../../data/contract/leaderboard.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Run } from '../candidates/run.ts';
import type { Extract } from '../extract/submission.ts';

type Device = Cell['device'];

/** The fields that all rows and gaps of a file have in common; `null` stands in their place. */
interface Common {
  machine: Row['machine'];
  sources: Row['sources'];
}

type Packed<Of> = Omit<Of, keyof Common | 'device'> & { machine: null; sources: null; device: number };

/** What is packed of a file; the rest of what it contributes is in its brief. */
export type Contents = Pick<Extract, 'candidates' | 'gaps'>;

interface PackedContents {
  common: Common | null;
  devices: Device[];
  runs: Run[];
  candidates: (Omit<Candidate, 'row' | 'runs'> & { row: Packed<Candidate['row']>; run: number })[];
  gaps: Packed<Gap>[];
}

/** Different values in the order in which they came; equal ones have one position. */
class Table<Value> {
  readonly values: Value[] = [];
  readonly #positions = new Map<string, number>();
  /** Most equal values are one object. */
  readonly #known = new Map<Value, number>();

  position(value: Value): number {
    const known = this.#known.get(value) ?? this.#positionOf(JSON.stringify(value), value);
    this.#known.set(value, known);
    return known;
  }

  #positionOf(key: string, value: Value): number {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    this.#positions.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** The fastest level makes a seventh of the text in a tenth of a millisecond. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function pack({ candidates, gaps }: Contents): Uint8Array<ArrayBuffer> {
  const first = candidates[0]?.row ?? gaps[0];
  const [devices, runs] = [new Table<Device>(), new Table<Run>()];
  const packed = <Of extends Candidate['row'] | Gap>(one: Of): Packed<Of> => ({
    ...one,
    machine: null,
    sources: null,
    device: devices.position(one.device),
  });
  const whole: PackedContents = {
    common: first === undefined ? null : { machine: first.machine, sources: first.sources },
    // A candidate of one file has one run.
    candidates: candidates.map(({ row, runs: [run], ...other }) => ({
      ...other,
      row: packed(row),
      run: runs.position(run!),
    })),
    gaps: gaps.map(packed),
    devices: devices.values,
    runs: runs.values,
  };
  return new Uint8Array(zstdCompressSync(JSON.stringify(whole), FAST));
}

/** Flags and reasons repeat in thousands of files. */
const flags = new Map<string, Flag>();
const reasons = new Map<string, string>();
/** Kept texts: some ten megabytes. */
const MOST_TEXTS = 50_000;

function shared<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  const same = known.get(key);
  if (same !== undefined) return same;
  if (known.size < MOST_TEXTS) known.set(key, value);
  return value;
}

/** What `pack` was given. @throws Error if the bytes were damaged */
export function unpack(packed: Uint8Array): Contents {
  const text = zstdDecompressSync(packed).toString();
  const { common, devices, runs, candidates, gaps }: PackedContents = JSON.parse(text);
  // Fields are replaced in place, which keeps their order and takes no second copy.
  const unpacked = <Of extends Candidate['row'] | Gap>(one: Packed<Of>) =>
    Object.assign(one, common!, { device: devices[one.device]! }) as unknown as Of;
  return {
    candidates: candidates.map(({ row, run, ...other }) => {
      const whole = unpacked<Candidate['row']>(row);
      whole.flags = whole.flags.map((flag) => shared(flags, `${flag.id} ${flag.text}`, flag));
      return { ...other, row: whole, runs: [runs[run]!] };
    }),
    gaps: gaps.map((gap) => {
      const whole = unpacked<Gap>(gap);
      whole.reason = shared(reasons, whole.reason, whole.reason);
      return whole;
    }),
  };
}
