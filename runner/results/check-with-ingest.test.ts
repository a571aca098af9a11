import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkWithIngest } from './check-with-ingest.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trainmark-check-'));
  mkdirSync(join(root, 'ingest'));
});
afterEach(() => rmSync(root, { recursive: true }));

it.each([
  ['accepts it', 'process.exit(0)', { status: 'accepted' }],
  [
    'refuses it',
    "console.error(file + ': seed: is -1'); console.error('1 problem in 1 file'); process.exit(1)",
    { status: 'refused', problems: ['seed: is -1'] },
  ],
  ['cannot be loaded', "throw new Error('a bug')", { status: 'unchecked' }],
  ['is used wrongly', "console.error(file + ': seed: is -1'); process.exit(2)", { status: 'unchecked' }],
])('says of a file that ingest %s', async (_, body, acceptance) => {
  writeFileSync(join(root, 'ingest', 'main.ts'), `const file = process.argv.at(-1);\n${body};\n`);
  expect(await checkWithIngest(root, join(root, 'result.json'))).toEqual(acceptance);
});
