/** @file What the code of a step can use. */
import type { StepScalars } from '../../../compiled/graph/step.ts';
import type { Access } from '../../wat/access.ts';
import type { Code, Variable, Word } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { MultiplyAdd } from '../../wat/math.ts';
import type { Streams } from './streams.ts';

/** Adds the instructions that change `x`, elements `index` and after. */
export type Apply = (x: Variable, access: Access, index: Word) => void;

/** Where a step is prepared: before the loops, so that constants and pointers are computed once. */
export interface Context {
  body: Body;
  streams: Streams;
  multiplyAdd: MultiplyAdd;
  /** Code that loads a scalar of this step. */
  scalar(name: keyof StepScalars): Code;
}
