/** @file Rejects personal data: a pull request stays public forever. */
import type { Check, CheckFinding } from './check.ts';

const traces: readonly [RegExp, string][] = [
  [/(?:\/Users\/|\/home\/|[A-Za-z]:\\Users\\)[^\s/\\]+/, 'a home folder'],
  [/[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}/i, 'an e-mail address'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i, 'a unique id'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/i, 'a hardware address'],
];

/** Every text inside a value with its field path, collected without recursion. */
function textsOf(root: unknown): [string, string][] {
  const texts: [string, string][] = [];
  const open: [string, unknown][] = [['', root]];
  while (open.length > 0) {
    const [field, value] = open.pop()!;
    if (typeof value === 'string') texts.push([field, value]);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        open.push([field === '' ? key : `${field}.${key}`, inner]);
    }
  }
  return texts;
}

export const personal: Check = ({ file }) =>
  textsOf(file.submission).flatMap(([field, text]): CheckFinding[] => {
    const found = traces.find(([pattern]) => pattern.test(text));
    if (found === undefined) return [];
    const message = `${field} contains ${found[1]}; remove it and rename the file to match its new content`;
    return [{ check: 'personal-data', severity: 'reject', measurement: null, text: message }];
  });
