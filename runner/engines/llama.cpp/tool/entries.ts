/** @file Finds the JSON entries in the standard output of llama-bench among lines that others print there. */
import { stripVTControlCharacters } from 'node:util';

/** Every entry has the commit of its build; a log contains "{}", "{a, b}" and objects of its own. */
const mark = /"build_commit"\s*:/g;
/** Braces before the commit that may begin its entry; a log may have any number of them. */
const MOST_BRACES = 10;
/** Lines of a printed entry: braces, a field, or the items and the end of a list. Others are of a log that interrupts it. */
const ofEntry = /^\s*(?:[{}[\]\s,]*|"(?:[^"\\]|\\.)*"\s*:.*|[-\d.e+\s,]+\]?,?)\s*$/i;

/**
 * The entries in the output, in their order. llama-bench prints "[" before it loads the model, so that a backend's log
 * may stand before, within and after the array. Null if there is neither an entry nor an empty array.
 */
export function findEntries(output: string): object[] | null {
  const text = stripVTControlCharacters(output);
  const marks = [...text.matchAll(mark)].map(({ index }) => index);
  const entries = marks.flatMap((at, i) => {
    const entry = entryAround(at, text.slice(0, marks[i + 1] ?? text.length));
    return entry === null ? [] : [entry];
  });
  return entries.length > 0 || /^\uFEFF?\s*\[\s*\]/m.test(text) ? entries : null;
}

/** An entry begins with the brace before its fields; a text among these may hold braces, too. */
function entryAround(at: number, text: string): object | null {
  let start = text.lastIndexOf('{', at);
  for (let tries = 0; start !== -1 && tries < MOST_BRACES; tries++) {
    const entry = parseEntry(text.slice(start));
    if (entry !== null && 'build_commit' in entry) return entry;
    start = start === 0 ? -1 : text.lastIndexOf('{', start - 1);
  }
  return null;
}

/** The object at the start of a text; what follows it is ignored. */
function parseEntry(text: string): object | null {
  const printed = text
    .split(/\r?\n/)
    .filter((line) => ofEntry.test(line))
    .join('\n');
  for (const one of [text, printed]) {
    const end = endOfObject(one);
    const entry = end === null ? null : parseObject(one.slice(0, end));
    if (entry !== null) return entry;
  }
  return null;
}

/** The position after the brace that closes the first one; null if none does. */
function endOfObject(text: string): number | null {
  let depth = 0;
  // A whole string of JSON, or a brace outside of strings.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    if (depth === 0) return index + 1;
  }
  return null;
}

function parseObject(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
