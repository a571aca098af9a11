/** @file Loops over arrays in vectors of four floats, with a tail of single ones. */
import {
  add,
  type Code,
  codeOf,
  loadSplat,
  loadVector,
  storeVector,
  subtract,
  type Variable,
  type Word,
} from './code.ts';
import type { Body } from './function.ts';

/** How elements are loaded and stored: four neighbors, or one, which stands in all lanes. Offsets are in bytes. */
export interface Access {
  /** Elements at once. */
  width: 1 | 4;
  load(pointer: Word, offset?: number): Code;
  store(pointer: Word, value: Code | Variable, offset?: number): Code;
}

const four: Access = { width: 4, load: loadVector, store: storeVector };

const one: Access = {
  width: 1,
  load: loadSplat,
  store: (pointer, value, offset = 0) => `(v128.store32_lane offset=${offset} 0 ${pointer} ${value})`,
};

/** The same elements further on, by an offset in bytes. */
const further = ({ width, load, store }: Access, by: number): Access => ({
  width,
  load: (pointer, offset = 0) => load(pointer, offset + by),
  store: (pointer, value, offset = 0) => store(pointer, value, offset + by),
});

/** Elements of one round of a loop, and how each part of them is accessed. */
interface Round {
  elements: number;
  accesses: readonly Access[];
}

function roundsOf(unroll: number): Round[] {
  const unrolled = Array.from({ length: unroll }, (_, number) => further(four, 16 * number));
  return [
    ...(unroll > 1 ? [{ elements: 4 * unroll, accesses: unrolled }] : []),
    { elements: 4, accesses: [four] },
    { elements: 1, accesses: [one] },
  ];
}

/** Adds the instructions for the elements at `index`; they use pointers with the offset of `access`. */
export type Visit = (access: Access, index: Word) => void;

export interface VisitOptions {
  /** Pointers to arrays, which are moved along with the elements. */
  pointers: Iterable<Variable>;
  /** Vectors in a round, a power of two: more take less time for pointers, and more code. */
  unroll?: number;
}

/** The end of the rounds of so many elements, a power of two. */
function endOfRounds(body: Body, from: Word, to: Word, elements: number): Word {
  const count = subtract(to, from);
  if (typeof from === 'number' && typeof count === 'number') return from + count - (count % elements);
  return body.word('middle', add(from, `(word.and ${codeOf(count)} ${codeOf(-elements)})`));
}

/** Visits each index from `from` to below `to`: in vectors, then one by one. */
export function visit(
  body: Body,
  from: Word,
  to: Word,
  { pointers, unroll = 1 }: VisitOptions,
  build: Visit,
): void {
  let start = from;
  for (const { elements, accesses } of roundsOf(unroll)) {
    const end = elements === 1 ? to : endOfRounds(body, start, to, elements);
    const isEmpty = typeof start === 'number' && typeof end === 'number' && start >= end;
    if (isEmpty) continue;
    body.loop('i', start, end, elements, (index) => {
      accesses.forEach((access, number) => {
        build(access, add(index, number * access.width));
      });
      for (const pointer of pointers) body.increase(pointer, 4 * elements);
    });
    start = end;
  }
}
