/** @file Finds the JSON entries in the standard output of llama-bench among lines that others print there. */

/**
 * The objects in the output, in their order. llama-bench prints "[" before it loads the model, so that a backend's log
 * may stand before, within and after the array. Null if there is neither an object nor an empty array.
 */
export function findEntries(output: string): object[] | null {
  const entries: object[] = [];
  let at = output.indexOf('{');
  while (at !== -1) {
    const end = endOfObject(output, at);
    const entry = end === null ? null : parseEntry(output.slice(at, end));
    if (entry !== null) entries.push(entry);
    at = output.indexOf('{', entry === null ? at + 1 : end!);
  }
  return entries.length > 0 || /^\uFEFF?\s*\[\s*\]/m.test(output) ? entries : null;
}

/** The position after the brace that closes the one at `start`; null if none does. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  // A whole string of JSON, or a brace outside of strings.
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\\n]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    if (depth === 0) return start + index + 1;
  }
  return null;
}

/** Every entry has the commit of its build; a log contains "{}", "{a, b}" and objects of its own. */
function parseEntry(text: string): object | null {
  try {
    const entry = JSON.parse(text) as object;
    return 'build_commit' in entry ? entry : null;
  } catch {
    return null;
  }
}
