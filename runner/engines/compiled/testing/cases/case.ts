/** @file A case: one operation with everything that it reads. Every kernel and the plain interpreter run the same cases. */
import { streamKey, uniform } from '../../../../models/generator.ts';
import type { HostArray } from '../../backend.ts';
import { readsOf, writesOf } from '../../graph/operands.ts';
import type { Operation } from '../../graph/operation.ts';
import type { StepScalars } from '../../graph/step.ts';
import { sizeOf, type Value } from '../../graph/value.ts';
import { roundTo } from '../plain/round.ts';

export interface Case {
  /** Unique among all cases. */
  name: string;
  operation: Operation;
  scalars: StepScalars;
  /** What the operation reads before it writes it, by id of the value, as the host writes it. */
  data: ReadonlyMap<number, HostArray>;
  /** Ids of the values that a net in half precision stores as float16: activations, their gradients, multiplied weights. */
  activations: ReadonlySet<number>;
}

/** Makes the next number of an array from one that is uniform in [-1, 1) and its index. */
export type Fill = (random: number, index: number) => number;

/** Makes the values of one case; each has the next id and its own random numbers. */
export interface ValueMaker {
  /** An operand that is float16 in a net in half precision. */
  activation(shape: readonly number[], fill?: Fill): Value;
  /** An operand that is always float32: a bias, a scale, statistics, trained arrays, logits. */
  exact(shape: readonly number[], fill?: Fill): Value;
  /** An int32 operand with numbers from 0 to `limit` - 1. */
  indices(shape: readonly number[], limit: number): Value;
  /** A float32 value that the operation reads and writes. */
  state(shape: readonly number[], fill?: Fill): Value;
  /** An output that is float16 in a net in half precision. */
  result(shape: readonly number[]): Value;
  /** An output that is always float32: a gradient of a trained array, statistics, the loss. */
  exactResult(shape: readonly number[]): Value;
}

const SEED = 11;

/** With dropout; updates have scalars of their own. */
const USUAL_SCALARS: StepScalars = {
  dropoutKey: 0x9e3779b9,
  dropout: true,
  updateFactor: 0.01,
  updateEpsilon: 1e-6,
};

function createMaker(data: Map<number, HostArray>, activations: Set<number>): ValueMaker {
  let count = 0;
  const make = (shape: readonly number[], type: Value['type'], place: Value['place']): Value => {
    const id = count++;
    return { id, name: `value ${id}`, shape, type, place };
  };
  const fillFloats = (shape: readonly number[], fill: Fill): Float32Array<ArrayBuffer> => {
    const key = streamKey(SEED, count);
    return Float32Array.from({ length: sizeOf({ shape }) }, (_, i) => fill(2 * uniform(key, i) - 1, i));
  };
  const read = (shape: readonly number[], fill: Fill = (random) => random): Value => {
    const array = fillFloats(shape, fill);
    const value = make(shape, 'float32', { kind: 'input' });
    data.set(value.id, array);
    return value;
  };
  const mark = (value: Value): Value => {
    activations.add(value.id);
    return value;
  };
  return {
    activation: (shape, fill) => mark(read(shape, fill)),
    exact: read,
    indices: (shape, limit) => {
      const key = streamKey(SEED, count);
      const length = sizeOf({ shape });
      const array = Int32Array.from({ length }, (_, i) => Math.floor(uniform(key, i) * limit));
      const value = make(shape, 'int32', { kind: 'input' });
      data.set(value.id, array);
      return value;
    },
    state: (shape, fill = (random) => random) => {
      const start = fillFloats(shape, fill);
      const value = make(shape, 'float32', { kind: 'state', start });
      data.set(value.id, start);
      return value;
    },
    result: (shape) => mark(make(shape, 'float32', { kind: 'result' })),
    exactResult: (shape) => make(shape, 'float32', { kind: 'result' }),
  };
}

/** A case of the operation that `build` makes from new values. */
export function createCase(
  name: string,
  build: (make: ValueMaker) => Operation,
  scalars: StepScalars = USUAL_SCALARS,
): Case {
  const data = new Map<number, HostArray>();
  const activations = new Set<number>();
  const operation = build(createMaker(data, activations));
  return { name, operation, scalars, data, activations };
}

const isValue = (part: object): part is Value => 'place' in part;

/** A copy of plain data with other values in it. */
function mapValues<Part>(part: Part, change: (value: Value) => Value): Part {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((element) => mapValues(element, change)) as Part;
  if (isValue(part)) return change(part) as Part & Value;
  return Object.fromEntries(
    Object.entries(part).map(([key, element]) => [key, mapValues(element, change)]),
  ) as Part;
}

/** The case with its activations in another type; what is read is rounded to it, so that all compute with the same. */
export function withType(oneCase: Case, type: 'float32' | 'float16'): Case {
  const { activations } = oneCase;
  const change = (value: Value): Value => (activations.has(value.id) ? { ...value, type } : value);
  const data = new Map(
    [...oneCase.data].map(([id, array]) => {
      if (!activations.has(id) || array instanceof Int32Array) return [id, array];
      const rounded = array.slice();
      roundTo(type, rounded);
      return [id, rounded];
    }),
  );
  const name = `${oneCase.name}, ${type}`;
  return { ...oneCase, name, operation: mapValues(oneCase.operation, change), data };
}

/** Each value once, by id. */
const distinct = (values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [value.id, value])).values(),
];

/** Values that the case has data for. */
export const readValues = ({ operation }: Case): Value[] => distinct(readsOf(operation));

/** Values to compare after the operation has run. */
export const writtenValues = ({ operation }: Case): Value[] => distinct(writesOf(operation));
