/** @file Rejects personal data: a pull request stays public forever. */
import { findPersonalData } from '../../../data/derive/personal-data.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

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
    const found = findPersonalData(text);
    if (found === null) return [];
    const message = `${field} contains ${found}; never edit the file: delete it and measure again with the newest runner, which leaves it out`;
    return [{ check: 'personal-data', severity: 'reject', measurement: null, text: message }];
  });
