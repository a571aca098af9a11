/** @file What the code of a step can use. */
import type { Code, Variable, Word } from '../../wat/code.ts';
import { loadSplat, loadVector, storeVector } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import type { Streams } from './streams.ts';

/** How elements are loaded and stored: four neighbors, or one in all lanes, at the end of a range. */
export interface Access {
  /** Elements at once. */
  width: 1 | 4;
  load(pointer: Variable): Code;
  store(pointer: Variable, value: Variable): Code;
}

export const four: Access = { width: 4, load: loadVector, store: storeVector };

export const one: Access = {
  width: 1,
  load: loadSplat,
  store: (pointer, value) => `(v128.store32_lane 0 ${pointer} ${value})`,
};

/** Adds the instructions that change `x`, elements `index` and after. */
export type Apply = (x: Variable, access: Access, index: Word) => void;

/** Where a step is prepared: before the loops, so that constants and pointers are computed once. */
export interface Context {
  body: Body;
  target: Target;
  streams: Streams;
}
