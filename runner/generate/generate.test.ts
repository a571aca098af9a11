import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { engineShareSchema } from '../../data/contract/tables/engine-share.ts';
import { typicalShareSchema } from '../../data/contract/tables/typical-share.ts';
import { REPOSITORY } from '../system/repository.ts';
import { readShares, SHARES_FILE } from './engine-shares.ts';
import { findMissingParts } from './engines.ts';
import { generatedFiles } from './files.ts';
import { findMissing, findProblems, readWorkloads } from './parts.ts';
import { withTable } from './table.ts';
import { readTypicalShares, TYPICAL_SHARES_FILE } from './typical-shares.ts';

test('every workload and engine has all its files, and every file has an id', async () => {
  expect(await findProblems()).toEqual([]);
});

test('reports the missing files of a workload and what to add', async () => {
  expect(await findMissing('unknown')).toEqual([
    'data/catalogue/workloads/unknown.json: missing; add the title, the description and the other words of the workload',
    'runner/workloads/unknown.ts: missing; declare the workload there and export it as `workload`',
  ]);
});

test('reports the missing files of an engine and what to add', () => {
  expect(findMissingParts('unknown')).toEqual([
    'runner/engines/unknown/engine.ts: missing; declare the engine there and export it as `engine`',
    'data/catalogue/engines/unknown.json: missing; add its name, its summary, its address, what it computes and where, and what each recipe does on it',
  ]);
});

test('reports a file that declares another workload', async () => {
  expect(await findMissing('workload')).toContain(
    'runner/workloads/workload.ts: exports no `workload` with the id workload; export it',
  );
});

test("the generated files, including the README's table, are up to date", async () => {
  const generated = generatedFiles(await readWorkloads());
  expect([...generated.keys()]).toContain('README.md');
  for (const [path, text] of generated) {
    expect(
      readFileSync(join(REPOSITORY, path), 'utf8'),
      `${path} is out of date: run "npm run generate"`,
    ).toBe(text);
  }
});

test('the shares of the engines follow from the submissions that they name', () => {
  const text = readFileSync(join(REPOSITORY, SHARES_FILE), 'utf8');
  const shares = z.array(engineShareSchema).parse(JSON.parse(text));
  expect(shares.length).toBeGreaterThan(0);
  const paths = [...new Set(shares.flatMap(({ sources }) => sources))].toSorted();
  expect(shares, `${SHARES_FILE} is out of date: run "npm run generate"`).toEqual(readShares(paths));
});

test('the fastest known values follow from the files that they name', () => {
  const text = readFileSync(join(REPOSITORY, TYPICAL_SHARES_FILE), 'utf8');
  const shares = z.array(typicalShareSchema).parse(JSON.parse(text));
  expect(shares.length).toBeGreaterThan(0);
  const paths = [...new Set(shares.flatMap(({ sources }) => sources))].toSorted();
  expect(shares, `${TYPICAL_SHARES_FILE} is out of date: run "npm run generate"`).toEqual(
    readTypicalShares(paths),
  );
});

test('replaces the table between the markers, and fails if they are missing', () => {
  const marked = (text: string) =>
    `Before\n<!-- workloads: written by npm run generate -->\n${text}<!-- end of workloads -->\nafter\n`;
  const table = '| workload | what it is | parameters | modes |\n| --- | --- | --: | --- |\n';
  expect(withTable(marked('old\n'), [])).toBe(marked(table));
  expect(() => withTable('No table.', [])).toThrow(/^README\.md: .*put "<!-- workloads/);
});
