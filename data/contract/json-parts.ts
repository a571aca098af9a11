/**
 * @file Takes the text of a submission apart as the runner writes it. Cells are a quarter of it, and the same ones are in
 * thousands of files: each different text of a cell is parsed once. Outcomes are parsed one by one, because V8 puts all that it
 * reads of a text above 100 KiB among the objects that it keeps for long, and collecting these takes longer than parsing.
 */
import { type Limits, Soundness } from './json-sound.ts';

/** What stands around cells and outcomes in the text of the runner: in no string, because these have no line breaks. */
const BEFORE = '\n   "cell": ';
const BETWEEN = ',\n   "outcome": ';
const AFTER = '\n  }';

/** Different cells that are kept: some megabytes. Strangers may send any number of them. */
const MOST_CELLS = 20_000;

/** Stands in the place of a cell or an outcome: a number that no file can have there on purpose. */
const HOLE = Math.random();

/** Lists and objects around an outcome. */
export const OUTCOME_DEPTH = 3;

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
    return isObject && new Soundness(cellLimits).isCertain(text, value) ? value : null;
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

/** A text of the runner in parts. */
export interface Parts {
  /** The text with a number in the place of each cell and each outcome. */
  frame: string;
  cells: readonly object[];
  outcomes: readonly string[];
}

/** Null for a text without results, or with one that is not as the runner writes it. */
export function partsOf(text: string): Parts | null {
  const cells: object[] = [];
  const outcomes: string[] = [];
  let frame = '';
  let end = 0;
  for (let before = text.indexOf(BEFORE); before !== -1; before = text.indexOf(BEFORE, end)) {
    const start = before + BEFORE.length;
    const between = text.indexOf(BETWEEN, start);
    const outcome = between + BETWEEN.length;
    const after = between === -1 ? -1 : text.indexOf(AFTER, outcome);
    const cell = after === -1 ? null : cellOf(text.slice(start, between));
    if (cell === null) return null;
    cells.push(cell);
    outcomes.push(text.slice(outcome, after));
    frame += `${text.slice(end, start)}${HOLE}${BETWEEN}${HOLE}`;
    end = after;
  }
  return cells.length === 0 ? null : { frame: frame + text.slice(end), cells, outcomes };
}

/** Puts cells and outcomes into the parsed frame; false if one was not in the place of a cell or an outcome. */
export function putBack(frame: unknown, cells: readonly object[], outcomes: readonly unknown[]): boolean {
  const results: unknown = (frame as { results?: unknown } | null)?.results;
  if (!Array.isArray(results) || results.length !== cells.length) return false;
  for (const [at, result] of results.entries()) {
    if (typeof result !== 'object' || result === null) return false;
    if (result.cell !== HOLE || result.outcome !== HOLE) return false;
    result.cell = cells[at];
    result.outcome = outcomes[at];
  }
  return true;
}
