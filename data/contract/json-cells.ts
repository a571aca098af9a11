/**
 * @file Takes the cells out of the text of a submission as the runner writes it: they are a quarter of it, and the same ones are
 * in thousands of files. Each different text of a cell is parsed once.
 */
import { isCertainlySound, type Limits } from './json-sound.ts';

/** What stands around each cell in the text of the runner: in no string, because these have no line breaks. */
const BEFORE = '\n   "cell": ';
const AFTER = ',\n   "outcome": ';

/** Different cells that are kept: some megabytes. Strangers may send any number of them. */
const MOST_CELLS = 20_000;

/** Stands in the place of a cell: a number that no file can have there on purpose. */
const HOLE = Math.random();

/** The limits of one cell: twice what the contract needs. */
export const cellLimits: Limits = { depth: 4, nodes: 64 };

/** The cells by their texts; null for a text that the general parser has to read. Never changed by anybody. */
const known = new Map<string, object | null>();

/** A text that keeps no larger one in memory, of which it was a part. */
const ownCopy = (text: string): string => JSON.parse(JSON.stringify(text));

function parseCell(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && isCertainlySound(text, value, cellLimits) ? value : null;
  } catch {
    return null;
  }
}

function cellOf(text: string): object | null {
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size >= MOST_CELLS) known.clear();
  const cell = parseCell(text);
  known.set(ownCopy(text), cell);
  return cell;
}

/** A text without its cells. */
export interface WithoutCells {
  /** With a number in the place of each cell. */
  text: string;
  cells: readonly object[];
}

/** Null for a text with none, or with one that is not as the runner writes it. */
export function withoutCells(text: string): WithoutCells | null {
  const cells: object[] = [];
  let rest = '';
  let end = 0;
  for (let before = text.indexOf(BEFORE); before !== -1; before = text.indexOf(BEFORE, end)) {
    const start = before + BEFORE.length;
    const after = text.indexOf(AFTER, start);
    const cell = after === -1 ? null : cellOf(text.slice(start, after));
    if (cell === null) return null;
    cells.push(cell);
    rest += text.slice(end, start) + HOLE;
    end = after;
  }
  return cells.length === 0 ? null : { text: rest + text.slice(end), cells };
}

/** Puts the cells into the parsed value; false if one was not in the place of a cell. */
export function putBack(value: unknown, cells: readonly object[]): boolean {
  const results: unknown = (value as { results?: unknown } | null)?.results;
  if (!Array.isArray(results) || results.length !== cells.length) return false;
  for (const [at, result] of results.entries()) {
    if (typeof result !== 'object' || result === null || result.cell !== HOLE) return false;
    result.cell = cells[at];
  }
  return true;
}
