/**
 * @file Briefs of many files as one list of numbers and one of different texts, which threads send and the cache keeps. Reading
 * ten thousand takes a tenth of the time of JSON. Their fingerprints are lists of their own.
 */
import type { Problem } from '../../data/contract/problem.ts';
import type { LateFlag, MeasurementSummary, Peer } from '../check/contract/check.ts';
import type { CountedFile } from '../rank/assemble.ts';
import type { Countable } from '../rank/withhold.ts';
import type { Brief } from './brief.ts';
import { type FileFingerprints, KeptMeasurement, sizeOf } from './fingerprints.ts';

/** Numbers in the order in which they are read again, and the texts that they stand for by their positions. */
export interface Columns {
  numbers: Float64Array<ArrayBuffer>;
  texts: string[];
}

/** Stands for a text or an object that is missing. */
const NONE = -1;

class Writer {
  #numbers = new Float64Array(1024);
  #length = 0;
  readonly #texts = new Map<string, number>();

  number(value: number): void {
    if (this.#length === this.#numbers.length) this.#grow();
    this.#numbers[this.#length++] = value;
  }

  text(value: string | null): void {
    if (value === null) {
      this.number(NONE);
      return;
    }
    const known = this.#texts.get(value) ?? this.#texts.size;
    this.#texts.set(value, known);
    this.number(known);
  }

  list<Of>(values: readonly Of[], write: (value: Of) => void): void {
    this.number(values.length);
    for (const value of values) write(value);
  }

  columns(): Columns {
    return { numbers: this.#numbers.slice(0, this.#length), texts: [...this.#texts.keys()] };
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#length);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}

class Reader {
  readonly #columns: Columns;
  #at = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  number(): number {
    return this.#columns.numbers[this.#at++]!;
  }

  textOrNull(): string | null {
    return this.#columns.texts[this.number()] ?? null;
  }

  text(): string {
    return this.#columns.texts[this.number()]!;
  }

  list<Of>(read: (position: number) => Of): Of[] {
    return Array.from({ length: this.number() }, (_, position) => read(position));
  }
}

function writePeer(to: Writer, peer: Peer | null): void {
  to.text(peer?.hardware ?? null);
  if (peer === null) return;
  to.number(peer.key);
  to.number(peer.logValue);
}

function readPeer(from: Reader): Peer | null {
  const hardware = from.textOrNull();
  return hardware === null ? null : { key: from.number(), hardware, logValue: from.number() };
}

function writeMeasurement(to: Writer, measurement: MeasurementSummary): void {
  to.number(measurement.index);
  to.number(measurement instanceof KeptMeasurement ? measurement.size : sizeOf(measurement));
  writePeer(to, measurement.peer);
}

/** Reads the measurements of a file, of which each has its part of the list of fingerprints. */
function readMeasurements(from: Reader, listOf: () => FileFingerprints): KeptMeasurement[] {
  let start = 0;
  return from.list(() => {
    const [index, size, peer] = [from.number(), from.number(), readPeer(from)];
    start += size;
    return new KeptMeasurement({ index, size, peer }, listOf, start - size);
  });
}

function writeCountable(to: Writer, { speedups, comparisons }: Countable): void {
  const writeCells = (cells: readonly number[]) => to.list(cells, (cell) => to.number(cell));
  writeCells(speedups);
  to.list(comparisons, ({ ones, others }) => {
    writeCells(ones);
    writeCells(others);
  });
}

function readCountable(from: Reader): Countable {
  const readCells = () => from.list(() => from.number());
  const speedups = readCells();
  return { speedups, comparisons: from.list(() => ({ ones: readCells(), others: readCells() })) };
}

function writeCounted(to: Writer, { counts, problems, countable }: CountedFile): void {
  const { rows, speedups, gaps, ratios, scalings, date } = counts;
  for (const count of [rows, speedups, gaps, ratios, scalings]) to.number(count);
  to.text(date);
  to.list(problems, ({ path, field, message }) => {
    for (const text of [path, field, message]) to.text(text);
  });
  to.list(countable === null ? [] : [countable], (one) => writeCountable(to, one));
}

const readCounted = (from: Reader): CountedFile => ({
  counts: {
    rows: from.number(),
    speedups: from.number(),
    gaps: from.number(),
    ratios: from.number(),
    scalings: from.number(),
    date: from.textOrNull(),
  },
  problems: from.list((): Problem => ({ path: from.text(), field: from.text(), message: from.text() })),
  countable: from.list(() => readCountable(from))[0] ?? null,
});

function writeBrief(to: Writer, { path, finishedAt, results, machine, alone, summary }: Brief): void {
  for (const text of [path, finishedAt, machine, summary.owner]) to.text(text);
  for (const number of [results, summary.addedOrder]) to.number(number);
  writeCounted(to, alone);
  to.list(summary.late, ({ index, check, text }) => {
    to.number(index);
    for (const one of [check, text]) to.text(one);
  });
  to.list(summary.measurements, (one) => writeMeasurement(to, one));
}

function readBrief(from: Reader, listOf: () => FileFingerprints): Brief {
  const [path, finishedAt, machine, owner] = [from.text(), from.text(), from.textOrNull(), from.text()];
  const [results, addedOrder] = [from.number(), from.number()];
  const alone = readCounted(from);
  const late = from.list((): LateFlag => ({ index: from.number(), check: from.text(), text: from.text() }));
  const measurements = readMeasurements(from, listOf);
  const summary = { path, addedOrder, owner, late, measurements };
  return { path, finishedAt, results, machine, alone, summary };
}

export function toColumns(briefs: readonly Brief[]): Columns {
  const writer = new Writer();
  writer.list(briefs, (brief) => writeBrief(writer, brief));
  return writer.columns();
}

/** A function of its own, because what it returns keeps alive all that it sees: not the columns. */
const listAt =
  (listOf: (position: number) => FileFingerprints, position: number): (() => FileFingerprints) =>
  () =>
    listOf(position);

/**
 * What `toColumns` was given.
 * @param listOf The fingerprints of the file at a position; they are asked for when they are needed, and then each time.
 */
export function fromColumns(columns: Columns, listOf: (position: number) => FileFingerprints): Brief[] {
  const reader = new Reader(columns);
  return reader.list((position) => readBrief(reader, listAt(listOf, position)));
}
