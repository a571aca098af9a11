/** @file Loops over arrays in vectors of four floats, with a tail of single ones. */
import {
  add,
  type Code,
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

/** Visits each index from `from` to below `to`: in fours, then one by one. */
export function visit(
  body: Body,
  from: Word,
  to: Word,
  build: (access: Access, index: Variable) => void,
): void {
  const count = subtract(to, from);
  if (typeof from === 'number' && typeof count === 'number') {
    const middle = from + count - (count % 4);
    if (from < middle) body.loop('i', from, middle, 4, (index) => build(four, index));
    if (middle < from + count) body.loop('i', middle, from + count, 1, (index) => build(one, index));
    return;
  }
  const middle = body.word('middle', add(from, `(word.and ${count} (word.const -4))`));
  body.loop('i', from, middle, 4, (index) => build(four, index));
  body.loop('i', middle, to, 1, (index) => build(one, index));
}

/** Visits `count` elements and moves pointers to them along. */
export function visitAlong(
  body: Body,
  count: Word,
  pointers: readonly Variable[],
  build: (access: Access) => void,
): void {
  visit(body, 0, count, (access) => {
    build(access);
    for (const pointer of pointers) body.increase(pointer, 4 * access.width);
  });
}
