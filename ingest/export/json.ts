/** @file The leaderboard as JSON: every field, in the order of the contract. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';

const INDENT = '  ';

/** A value as it stands inside of `depth` lists or objects. JSON has line breaks only between its parts, never in a string. */
const indented = (value: unknown, depth: number): string =>
  JSON.stringify(value, null, INDENT).replaceAll('\n', `\n${INDENT.repeat(depth)}`);

/** A field of the leaderboard. A list is written entry by entry, because a string can hold no more than half a gigabyte. */
function* fieldParts(name: string, value: unknown): Generator<string> {
  yield `${INDENT}${JSON.stringify(name)}: `;
  if (!Array.isArray(value) || value.length === 0) {
    yield indented(value, 1);
    return;
  }
  for (const [position, entry] of value.entries()) {
    yield `${position === 0 ? '[' : ','}\n${INDENT.repeat(2)}${indented(entry, 2)}`;
  }
  yield `\n${INDENT}]`;
}

function* parts(leaderboard: Leaderboard): Generator<string> {
  for (const [position, [name, value]] of Object.entries(leaderboard).entries()) {
    yield position === 0 ? '{\n' : ',\n';
    yield* fieldParts(name, value);
  }
  yield '\n}\n';
}

/** Characters of a part: a write for each row would take longer than the rows. */
const PART = 1 << 20;

/** JSON, indented by two spaces and with a final line break: what `JSON.stringify` makes of it, in parts. */
export function* toJson(leaderboard: Leaderboard): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const part of parts(leaderboard)) {
    waiting.push(part);
    length += part.length;
    if (length < PART) continue;
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  yield waiting.join('');
}
