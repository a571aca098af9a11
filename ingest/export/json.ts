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

/** JSON in UTF-8, indented by two spaces and with a final line break: what `JSON.stringify` makes of it. */
export function toJson(leaderboard: Leaderboard): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [position, [name, value]] of Object.entries(leaderboard).entries()) {
    parts.push(Buffer.from(position === 0 ? '{\n' : ',\n'));
    for (const part of fieldParts(name, value)) parts.push(Buffer.from(part));
  }
  return Buffer.concat([...parts, Buffer.from('\n}\n')]);
}
