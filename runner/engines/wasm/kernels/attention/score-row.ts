/** @file A loop over the vectors of a row of scores, which has as many as the block has keys. */
import { compare, multiply, remainder, subtract, type Variable } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { Lanes } from '../../wat/vector.ts';

export interface ScoreRow {
  start: Variable;
  /** Elements, a word. */
  count: Variable;
  /** Elements of the last vector, at the end of the operand; all other counts are multiples of four. */
  leftOver: number;
  /** Vectors of a round. */
  unrolled: number;
}

export interface ScoreVector {
  /** The vector is at `at + offset`. */
  at: Variable;
  offset: number;
  /** Below `unrolled`. */
  number: number;
  /** Fewer than four at the end of the row. */
  lanes: Lanes;
}

export function eachScoreVector(
  body: Body,
  { start, count, leftOver, unrolled }: ScoreRow,
  build: (vector: ScoreVector) => void,
): void {
  const at = body.word('at', start);
  const vectors = body.word('vectors', `(word.shr_u ${count} (word.const 2))`);
  const rounds = body.word('rounds', subtract(vectors, remainder(vectors, unrolled)));
  const round = (together: number): void => {
    for (let number = 0; number < together; number++) build({ at, offset: 16 * number, number, lanes: 4 });
    body.increase(at, 16 * together);
  };
  body.loop('vector', 0, rounds, unrolled, () => round(unrolled));
  body.loop('vector', rounds, vectors, 1, () => round(1));
  if (leftOver === 0) return;
  const isThere = compare('lt_s', multiply(vectors, 4), count);
  body.when(isThere, () => build({ at, offset: 0, number: 0, lanes: leftOver as Lanes }));
}
