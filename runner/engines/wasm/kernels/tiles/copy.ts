/** @file Copies and clears floats in whole vectors, so that up to 3 floats after the last are written, too. */
import { visit } from '../../wat/access.ts';
import { elementAt, loadVector, remainder, storeVector, subtract } from '../../wat/code.ts';
import { defineFunction } from '../../wat/function.ts';

/** Vectors that are copied in one round while there are as many. */
const TOGETHER = 4;

/** (to, from, count) */
export const copyVectors = defineFunction(
  'copy',
  { to: 'word', from: 'word', count: 'word' },
  null,
  (body, { to, from, count }) => {
    const copy = (vectors: number): void => {
      for (let i = 0; i < vectors; i++) body.do(storeVector(to, loadVector(from, 16 * i), 16 * i));
      body.set(from, elementAt(from, 4 * vectors));
      body.set(to, elementAt(to, 4 * vectors));
    };
    const together = body.word('together', subtract(count, remainder(count, 4 * TOGETHER)));
    body.loop('i', 0, together, 4 * TOGETHER, () => copy(TOGETHER));
    body.loop('i', together, count, 4, () => copy(1));
    return undefined;
  },
);

/** (to, count) */
export const clearVectors = defineFunction(
  'clear',
  { to: 'word', count: 'word' },
  null,
  (body, { to, count }) => {
    body.loop('i', 0, count, 4, () => {
      body.do(storeVector(to, '(v128.const i32x4 0 0 0 0)'));
      body.set(to, elementAt(to, 4));
    });
    return undefined;
  },
);

/** (to, from, count): not more than `count` floats. */
export const copyExactly = defineFunction(
  'copy-exactly',
  { to: 'word', from: 'word', count: 'word' },
  null,
  (body, { to, from, count }) => {
    visit(body, 0, count, { pointers: [from, to], unroll: TOGETHER }, ({ load, store }) => {
      body.do(store(to, load(from)));
    });
    return undefined;
  },
);
