/** @file Neither folders nor files import each other in a cycle, and no folder has too many files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  crowdedFolders,
  fileCycles,
  folderCycles,
  readImports,
  sourceFiles,
} from './testing/import-graph.ts';

const root = resolve(import.meta.dirname, '..');

/** Maximum number of source files in a folder, without tests. */
const MOST_FILES = 25;

/** The imports of a temporary repository with these files. */
function importsOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-folders-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return readImports(folder);
}

describe('folders of the repository', () => {
  it('do not import each other in a cycle', () => {
    expect(folderCycles(readImports(root)).join('\n')).toBe('');
  });

  it('hold no files that import each other in a cycle', () => {
    expect(fileCycles(readImports(root)).join('\n')).toBe('');
  });

  it(`have at most ${MOST_FILES} source files each`, () => {
    expect(crowdedFolders(sourceFiles(root), MOST_FILES)).toEqual([]);
  });
});

describe('a cycle of folders', () => {
  it.each([
    ['a type-only import', 'ts', "import type { B } from '../b/b.ts';"],
    ['an inline type import', 'ts', "import { type B } from '../b/b.ts';"],
    ['the type of a module', 'ts', "type B = import('../b/b.ts').B;"],
    ['an export from', 'ts', "export { b } from '../b/b.ts';"],
    ['a dynamic import', 'tsx', "export const A = () => <p>It's {import('../b/b.ts')}</p>;"],
    ['the frontmatter of a page', 'astro', "---\nimport { b } from '../b/b.ts';\n---\n<p>{b}</p>\n"],
    ['a script of a page', 'astro', "<p>It's</p>\n<script>import '../b/b.ts';</script>\n"],
    ['plain JavaScript', 'mjs', "import '../b/b.ts';"],
  ])('is detected through %s', (_, extension, text) => {
    const imports = importsOf({
      [`site/a/a.${extension}`]: text,
      'site/a/types.ts': 'export interface A {}',
      'site/b/b.ts': "import type { A } from '../a/types.ts';",
    });
    expect(folderCycles(imports)).toEqual([
      `2 folders in a cycle: site/a, site/b\n  site/a/a.${extension} imports site/b/b.ts; site/b/b.ts imports site/a/types.ts`,
    ]);
  });

  it('is detected between a folder and its parent, and across three folders', () => {
    const imports = importsOf({
      'runner/a.ts': "import './b/b.ts';",
      'runner/b/b.ts': "import '../c/c.ts';",
      'runner/c/c.ts': "import '../x.ts';",
      'runner/x.ts': '',
    });
    expect(folderCycles(imports)).toEqual([
      [
        '3 folders in a cycle: runner, runner/b, runner/c',
        '  runner/a.ts imports runner/b/b.ts; runner/b/b.ts imports runner/c/c.ts; runner/c/c.ts imports runner/x.ts',
      ].join('\n'),
    ]);
  });

  it('is reported separately from another one, each with its own folders', () => {
    const imports = importsOf({
      'data/a/a.ts': "import '../b/b.ts';",
      'data/b/b.ts': "import '../a/a.ts';",
      'site/a/a.ts': "import '../b/b.ts';\nimport '../../data/a/a.ts';",
      'site/b/b.ts': "import '../a/a.ts';",
    });
    expect(folderCycles(imports).map((text) => text.split('\n')[0])).toEqual([
      '2 folders in a cycle: data/a, data/b',
      '2 folders in a cycle: site/a, site/b',
    ]);
  });

  it('is not reported if imports run one way, stay in the folder, or are in tests', () => {
    const imports = importsOf({
      'runner/a.ts': "import './b/b.ts';\nimport './x.ts';",
      'runner/b/b.ts': '',
      'runner/b/b.test.ts': "import '../a.ts';",
      'runner/x.ts': '',
    });
    expect(imports).toHaveLength(2);
    expect(folderCycles(imports)).toEqual([]);
  });
});

describe('a cycle of files', () => {
  it('is detected within a folder, and not where imports run one way', () => {
    const imports = importsOf({
      'runner/a.ts': "import './b.ts';\nimport './c.ts';",
      'runner/b.ts': "import type { A } from './a.ts';",
      'runner/c.ts': '',
    });
    expect(folderCycles(imports)).toEqual([]);
    expect(fileCycles(imports)).toEqual([
      '2 files in a cycle: runner/a.ts, runner/b.ts\n  runner/a.ts imports runner/b.ts; runner/b.ts imports runner/a.ts',
    ]);
  });
});
