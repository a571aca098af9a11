/** @file The memory of a program that is neither a value nor scratch: counters of chunks, scalars, addresses of inputs. */
import type { StepScalars } from '../../compiled/graph/step.ts';
import { type Code, codeOf, loadFloat, loadInteger, type Word } from '../wat/code.ts';
import { ALIGNMENT, type Heap } from './heap.ts';

/** Addresses of the counters of a driver, each in a cache line of its own. */
export interface Counters {
  /** What `next` and `done` were before the step. */
  base: number;
  /** Chunks that were taken, all steps together. */
  next: number;
  /** Chunks that are finished, all steps together. */
  done: number;
}

/** Code that loads the numbers of the first unit of a part and of that after its last. */
export interface PartOfUnits {
  first: Code;
  end: Code;
}

/** A range of units. */
export interface Units {
  first: number;
  end: number;
}

export interface Header {
  /** One pair of counters for each driver. */
  run: Counters;
  profile: Counters;
  /** What the driver of parts runs. */
  part: PartOfUnits;
  /** Code that loads a scalar. */
  scalar(name: keyof StepScalars): Code;
  /** Code that loads the address of an input of the current set. */
  inputAddress(number: number): Word;
  /** Prepares a step; no thread may be in the one before. @param part for the driver of parts */
  write(scalars: StepScalars, inputs: readonly number[], part?: Units): void;
}

/** Bytes of an address, whatever its type. */
const ADDRESS_BYTES = 8;

const LINES = { run: 0, profile: 3, scalars: 6, inputs: 7 };

const countersAt = (address: number): Counters => ({
  base: address,
  next: address + ALIGNMENT,
  done: address + 2 * ALIGNMENT,
});

const SCALARS: Readonly<Record<keyof StepScalars, { offset: number; isFloat: boolean }>> = {
  dropoutKey: { offset: 0, isFloat: false },
  dropout: { offset: 4, isFloat: false },
  updateFactor: { offset: 8, isFloat: true },
  updateEpsilon: { offset: 12, isFloat: true },
};

/** Behind the scalars, in their line. */
const PART = { first: 16, end: 20 };

/** @throws Error if the memory is full */
export function createHeader(heap: Heap, allocate: Heap['allocate'], inputs: number): Header {
  const start = allocate(LINES.inputs * ALIGNMENT + inputs * ADDRESS_BYTES);
  const line = (number: number) => start + number * ALIGNMENT;
  const [scalarsAt, inputsAt] = [line(LINES.scalars), line(LINES.inputs)];
  return {
    run: countersAt(line(LINES.run)),
    profile: countersAt(line(LINES.profile)),
    part: { first: loadInteger(scalarsAt, PART.first), end: loadInteger(scalarsAt, PART.end) },
    scalar: (name) => {
      const { offset, isFloat } = SCALARS[name];
      return (isFloat ? loadFloat : loadInteger)(scalarsAt, offset);
    },
    inputAddress: (number) => `(word.load ${codeOf(inputsAt + number * ADDRESS_BYTES)})`,
    write: ({ dropoutKey, dropout, updateFactor, updateEpsilon }, addresses, part = { first: 0, end: 0 }) => {
      const view = new DataView(heap.memory.buffer);
      view.setUint32(scalarsAt, dropoutKey, true);
      view.setUint32(scalarsAt + SCALARS.dropout.offset, dropout ? 1 : 0, true);
      view.setFloat32(scalarsAt + SCALARS.updateFactor.offset, updateFactor, true);
      view.setFloat32(scalarsAt + SCALARS.updateEpsilon.offset, updateEpsilon, true);
      view.setInt32(scalarsAt + PART.first, part.first, true);
      view.setInt32(scalarsAt + PART.end, part.end, true);
      addresses.forEach((address, number) => {
        view.setBigUint64(inputsAt + number * ADDRESS_BYTES, BigInt(address), true);
      });
    },
  };
}
