/**
 * @file The rows and gaps of a file as compressed bytes, which threads send and the cache keeps: a line for each workload and
 * mode, because exports need one after the other. Machine, source, devices and texts that the rows and gaps of a line have in
 * common are in it once, and those that are read from it share them.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Cell } from '../../data/contract/cell.ts';
import type { Flag, Gap, Row } from '../../data/contract/leaderboard.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Run } from '../candidates/run.ts';
import type { Extract } from '../extract/submission.ts';

type Device = Cell['device'];

/** A workload and a mode, separated by a space. */
export type Work = string;

export const workOf = ({ workload, mode }: Pick<Cell, 'workload' | 'mode'>): Work => `${workload} ${mode}`;

/** What `workOf` was given. */
export function cellOf(work: Work): Pick<Cell, 'workload' | 'mode'> {
  const [workload, mode] = work.split(' ');
  return { workload, mode } as Pick<Cell, 'workload' | 'mode'>;
}

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

function toLine({ candidates, gaps }: Contents): string {
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
  return JSON.stringify(whole);
}

/** The same by workload and mode. */
function byWork({ candidates, gaps }: Contents): [Work, Contents][] {
  const works = new Map<Work, { candidates: Candidate[]; gaps: Gap[] }>();
  const of = (cell: Pick<Cell, 'workload' | 'mode'>) => {
    const known = works.get(workOf(cell)) ?? { candidates: [], gaps: [] };
    works.set(workOf(cell), known);
    return known;
  };
  for (const candidate of candidates) of(candidate.row).candidates.push(candidate);
  for (const gap of gaps) of(gap).gaps.push(gap);
  return [...works];
}

export function pack(contents: Contents): Uint8Array<ArrayBuffer> {
  // No text of JSON has a line break, and no name of a work a tab.
  const lines = byWork(contents).map(([work, own]) => `${work}\t${toLine(own)}`);
  return new Uint8Array(zstdCompressSync(lines.join('\n'), FAST));
}

/** The lines of what `pack` made, each with its work; `parseLine` reads them. @throws Error if the bytes were damaged */
export function linesOf(packed: Uint8Array): [Work, line: string][] {
  const text = zstdDecompressSync(packed).toString();
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const end = line.indexOf('\t');
    return [line.slice(0, end), line.slice(end + 1)];
  });
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

/** The rows and gaps of one work. */
export function parseLine(line: string): Contents {
  const { common, devices, runs, candidates, gaps }: PackedContents = JSON.parse(line);
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

/** What `pack` was given, work by work. @throws Error if the bytes were damaged */
export function unpack(packed: Uint8Array): Contents {
  const all = linesOf(packed).map(([, line]) => parseLine(line));
  return {
    candidates: all.flatMap(({ candidates }) => candidates),
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}
