/** @file Transposes a matrix, in squares of four by four. */
import {
  elementAt,
  loadFloat,
  loadVector,
  storeFloat,
  storeVector,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../../wat/function.ts';
import { transpose } from '../tiles/panels.ts';

/** Transposes the rows `from` of four rows at `source`, from column `whole` on, one by one. */
function copyElements(
  body: Body,
  rows: number,
  first: Word,
  columns: number,
  source: Word,
  to: Word,
  height: number,
): void {
  body.loop('column', first, columns, 1, (column) => {
    for (let row = 0; row < rows; row++) {
      const at = elementAt(to, `(word.mul ${column} (word.const ${height}))`);
      body.do(storeFloat(at, loadFloat(elementAt(source, column), 4 * row * columns), 4 * row));
    }
  });
}

/** A function (from, to): [rows, columns] becomes [columns, rows]. */
export const createTransposition = (rows: number, columns: number): WatFunction =>
  defineFunction('transpose', { from: 'word', to: 'word' }, null, (body, { from, to }) => {
    const whole = columns - (columns % 4);
    const step = (count: number): void => {
      body.set(from, elementAt(from, count * columns));
      body.set(to, elementAt(to, count));
    };
    const fourRows = (): void => {
      if (whole > 0) {
        const source = body.word('source', from);
        const target = body.word('target', to);
        body.repeat(whole / 4, () => {
          const lines: Variable[] = [0, 1, 2, 3].map((row) =>
            body.vector('line', loadVector(source, 4 * row * columns)),
          );
          for (const [column, code] of transpose(body, lines).entries()) {
            body.do(storeVector(target, code, 4 * column * rows));
          }
          body.set(source, elementAt(source, 4));
          body.set(target, elementAt(target, 4 * rows));
        });
      }
      if (whole < columns) copyElements(body, 4, whole, columns, from, to, rows);
      step(4);
    };
    if (rows >= 4) body.repeat(Math.floor(rows / 4), fourRows);
    if (rows % 4 > 0) copyElements(body, rows % 4, 0, columns, from, to, rows);
    return undefined;
  });
