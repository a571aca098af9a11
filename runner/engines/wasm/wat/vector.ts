/**
 * @file Vectors of four floats, and vectors at the end of a row of which only the first lanes belong to it. Loads and
 * stores of such a part touch no memory beyond it.
 */
import {
  type Code,
  codeOf,
  float,
  loadVector,
  splat,
  storeVector,
  type Variable,
  type Word,
} from './code.ts';

/** Lanes that count, from the first. */
export type Lanes = 1 | 2 | 3 | 4;

export type Vector = Code | Variable;

const binary =
  (instruction: string) =>
  (a: Vector, b: Vector): Code =>
    `(f32x4.${instruction} ${a} ${b})`;

export const plus = binary('add');
export const minus = binary('sub');
export const times = binary('mul');
/** The larger of each pair, and `a` where one is NaN: unlike `f32x4.max` one instruction of a CPU. */
export const larger = binary('pmax');

/** The sum of some vectors, pair by pair. */
export function sumOf(vectors: readonly Vector[]): Vector {
  if (vectors.length === 1) return vectors[0]!;
  const half = Math.ceil(vectors.length / 2);
  return plus(sumOf(vectors.slice(0, half)), sumOf(vectors.slice(half)));
}

/** A constant in all lanes. */
export const constants = (value: number): Code => splat(float(value));

const access = (instruction: string, offset: number, address: Word, rest = ''): Code =>
  `(${instruction}${offset === 0 ? '' : ` offset=${offset}`}${rest === '' ? '' : ` ${rest}`} ${codeOf(address)}`;

/** Loads a part; its other lanes are 0. With three lanes, code of the address stands twice. */
export function loadLanes(address: Word, lanes: Lanes, offset = 0): Code {
  if (lanes === 4) return loadVector(address, offset);
  if (lanes === 1) return `${access('v128.load32_zero', offset, address)})`;
  const pair = `${access('v128.load64_zero', offset, address)})`;
  return lanes === 2 ? pair : `${access('v128.load32_lane', offset + 8, address, '2')} ${pair})`;
}

/** Stores a part. With three lanes, code of address and value stands twice. */
export function storeLanes(address: Word, value: Vector, lanes: Lanes, offset = 0): Code {
  if (lanes === 4) return storeVector(address, value, offset);
  if (lanes === 1) return `${access('v128.store32_lane', offset, address, '0')} ${value})`;
  const pair = `${access('v128.store64_lane', offset, address, '0')} ${value})`;
  return lanes === 2 ? pair : `${pair}\n${access('v128.store32_lane', offset + 8, address, '2')} ${value})`;
}

const maskOf = (lanes: Lanes): Code =>
  `(v128.const i32x4 ${[0, 1, 2, 3].map((lane) => (lane < lanes ? -1 : 0)).join(' ')})`;

/** The vector with 0 in the lanes that do not count. */
export const onlyLanes = (value: Vector, lanes: Lanes): Vector =>
  lanes === 4 ? value : `(v128.and ${value} ${maskOf(lanes)})`;

/** The vector with a constant in the lanes that do not count. */
export const otherLanes = (value: Vector, lanes: Lanes, other: number): Vector =>
  lanes === 4 ? value : `(v128.bitselect ${value} ${constants(other)} ${maskOf(lanes)})`;

const lane = (value: Vector, number: number): Code => `(f32x4.extract_lane ${number} ${value})`;

/** An f32. */
export const firstLane = (value: Vector): Code => lane(value, 0);

/** The sum of all lanes, an f32. */
export const sumOfLanes = (value: Variable): Code =>
  `(f32.add (f32.add ${lane(value, 0)} ${lane(value, 1)}) (f32.add ${lane(value, 2)} ${lane(value, 3)}))`;

/** The bytes of lanes in another order. */
const shuffle = (value: Vector, lanes: readonly number[]): Code => {
  const bytes = lanes.flatMap((from) => [0, 1, 2, 3].map((byte) => 4 * from + byte));
  return `(i8x16.shuffle ${bytes.join(' ')} ${value} ${value})`;
};

/** The largest lane, an f32. */
export function largestLane(value: Variable): Code {
  const pairs = larger(value, shuffle(value, [2, 3, 0, 1]));
  return firstLane(larger(pairs, shuffle(pairs, [1, 0, 3, 2])));
}
