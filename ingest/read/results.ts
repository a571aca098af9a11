/** @file Which contents hold the same result: line ends, indents and versions of the format change nothing of it. */
import { parseJson } from '../../data/contract/json.ts';
import { parseSubmission } from '../../data/contract/parse.ts';
import { MAX_FILE_BYTES } from '../../data/contract/words.ts';
import { withLfEnds } from '../values/identity.ts';
import { changesOf } from './additions.ts';
import { git } from './git.ts';
import type { Step } from './main-line.ts';
import { sha256 } from './sha256.ts';

/**
 * The contents whose results must be known: where a step removes or replaces something, that and what it brings; and
 * different contents of one name, which holds the first digits of the hash of the result. All others, nearly all, need not
 * be read.
 */
function needed(steps: readonly Step[]): string[] {
  const replaced = steps
    .map(changesOf)
    .flatMap(({ brought, removed }) =>
      removed.size > 0 && brought.size > 0 ? [...removed, ...brought] : [],
    );
  const changes = steps.flat().flatMap((one) => one.changes);
  const ofName = Map.groupBy(
    changes.filter(({ content, digits }) => content !== null && digits !== null),
    ({ digits }) => digits,
  );
  const namesakes = [...ofName.values()]
    .map((group) => new Set(group.map(({ content }) => content!)))
    .flatMap((contents) => (contents.size > 1 ? [...contents] : []));
  return [...new Set([...replaced, ...namesakes])];
}

/** Contents that git hands over at a time, of a megabyte each at most. */
const AT_A_TIME = 64;

/** What `git cat-file --batch` says of each content: its hash, "blob" and its size, the bytes, a line break. */
function* parseBatch(output: Buffer): Generator<[content: string, bytes: Uint8Array]> {
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [content = '', kind, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    yield [content, output.subarray(at, at + Number(size))];
    at += Number(size) + 1;
  }
}

/** Key of a result: equal for the same values, in whatever order and form; that of the bytes if they are no JSON. */
function resultOf(bytes: Uint8Array): string {
  const text = withLfEnds(bytes);
  const submission = parseSubmission(text, '');
  const json = submission.ok ? submission : parseJson(text, '');
  return sha256(json.ok ? JSON.stringify(sorted(json.value)) : text);
}

/** A value of JSON with the fields of all objects in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, sorted(inner)]));
}

/** The keys of the results that are needed; one that is too large for a result has none. Null if one is not in this clone. */
export async function readResults(
  folder: string,
  steps: readonly Step[],
): Promise<Map<string, string> | null> {
  const results = new Map<string, string>();
  const contents = needed(steps);
  if (contents.length === 0) return results;
  const sizes = await git(folder, ['cat-file', '--batch-check'], `${contents.join('\n')}\n`);
  const answers = (sizes?.toString() ?? ' missing').split('\n').map((line) => line.split(' '));
  if (answers.some(([, kind]) => kind === 'missing')) return null;
  const small = answers.flatMap(([content = '', kind, size]) => {
    return kind === 'blob' && Number(size) <= 2 * MAX_FILE_BYTES ? [content] : [];
  });
  for (let start = 0; start < small.length; start += AT_A_TIME) {
    const some = small.slice(start, start + AT_A_TIME);
    const output = await git(folder, ['cat-file', '--batch'], `${some.join('\n')}\n`);
    for (const [content, bytes] of parseBatch(output ?? Buffer.alloc(0)))
      results.set(content, resultOf(bytes));
  }
  return results;
}
