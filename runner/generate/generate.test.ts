import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMissingParts } from './engines.ts';
import { generatedFiles } from './files.ts';
import { findMissing, findProblems, readWorkloads } from './parts.ts';
import { root } from './root.ts';
import { withTable } from './table.ts';

test('every workload and engine has all of its files, and every file its id', async () => {
  expect(await findProblems()).toEqual([]);
});

test('a workload without files is told what to add', async () => {
  expect(await findMissing('unknown')).toEqual([
    'data/catalogue/workloads/unknown.json: missing; add the title, the description and the other words of the workload',
    'runner/workloads/unknown.ts: missing; declare the workload there and export it as `workload`',
  ]);
});

test('an engine without files is told what to add', () => {
  expect(findMissingParts('unknown')).toEqual([
    'runner/engines/unknown/engine.ts: missing; declare the engine there and export it as `engine`',
    'data/catalogue/engines/unknown.json: missing; add its name, its summary, its address and what each recipe does on it',
  ]);
});

test('a file that declares another workload is refused', async () => {
  expect(await findMissing('workload')).toContain(
    'runner/workloads/workload.ts: exports no `workload` with the id workload; export it',
  );
});

test('the generated files are up to date, the table of the README among them', async () => {
  const generated = generatedFiles(await readWorkloads());
  expect([...generated.keys()]).toContain('README.md');
  for (const [path, text] of generated) {
    expect(readFileSync(join(root, path), 'utf8'), `${path} is out of date: run "npm run generate"`).toBe(
      text,
    );
  }
});

test('the table replaces what stands between its marks; without them there is an error', () => {
  const marked = (text: string) =>
    `Before\n<!-- workloads: written by npm run generate -->\n${text}<!-- end of workloads -->\nafter\n`;
  const table = '| workload | what it is | parameters | modes |\n| --- | --- | --: | --- |\n';
  expect(withTable(marked('old\n'), [])).toBe(marked(table));
  expect(() => withTable('No table.', [])).toThrow(/^README\.md: .*put "<!-- workloads/);
});
