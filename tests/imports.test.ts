/** @file Imports run one way: the rules of rooms.config.mjs reject every other direction. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import rooms from '../rooms.config.mjs';

const root = resolve(import.meta.dirname, '..');

/** The folders in order: a folder may import those to its right, and `data`. */
const orders = {
  data: ['catalogue', 'command-line', 'derive', 'contract'],
  runner: [
    ...[
      'commands',
      'cli',
      'report',
      'execute',
      'results',
      'supervise',
      'power',
      'load',
      'generate',
      'plan',
      'engines',
    ],
    ...[
      'detect',
      'worker',
      'language-model',
      'workloads',
      'datasets',
      'models',
      'measure',
      'protocol',
      'text',
    ],
    'system',
  ],
  ingest: ['run', 'export', 'rank', 'extract', 'check', 'candidates', 'read', 'values'],
  site: [
    ...[
      'pages',
      'share',
      'runs',
      'downloads',
      'compare',
      'findings',
      'hardware',
      'submit',
      'explore',
      'quick-test',
    ],
    ...['workload', 'leaderboard', 'find', 'ui', 'charts', 'rows'],
  ],
} as const;

type Top = keyof typeof orders;
const tops = Object.keys(orders) as Top[];
const roomsOf = (top: Top) => orders[top].map((room) => `${top}/${room}`);
const all = tops.flatMap(roomsOf);

/** Imports that the rules reject in a repository where every folder has one file, `x.ts`, with the given imports. */
async function refused(importsOf: (room: string) => readonly string[]): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-imports-'));
  try {
    for (const room of all) {
      const path = join(folder, room, 'x.ts');
      mkdirSync(dirname(path), { recursive: true });
      const lines = importsOf(room).map((target, i) =>
        target.startsWith('node:')
          ? `import a${i} from '${target}';`
          : `import { x as a${i} } from '../../${target}/x.ts';`,
      );
      writeFileSync(path, [...lines, 'export const x = 1;', ''].join('\n'));
    }
    const { output } = await cruise(tops as string[], {
      baseDir: folder,
      ruleSet: rooms,
      validate: true,
      tsPreCompilationDeps: true,
    });
    if (typeof output === 'string') throw new Error(output);
    return new Set(
      output.summary.violations.map(
        ({ from, to }) => `${dirname(from)} -> ${to.endsWith('/x.ts') ? dirname(to) : to}`,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('imports', () => {
  let violations: Set<string>;
  beforeAll(async () => {
    violations = await refused((room) => all.filter((other) => other !== room));
  });

  it.each(
    tops.flatMap((top) =>
      roomsOf(top).flatMap((room, i) =>
        roomsOf(top)
          .slice(0, i)
          .map((left) => [room, left] as const),
      ),
    ),
  )('%s may not import %s', (room, left) => expect(violations).toContain(`${room} -> ${left}`));

  it.each(all.filter((room) => !room.startsWith('data/')))('%s may import all of data', (room) => {
    expect(violations).not.toContain(`${room} -> data/contract`);
    expect(violations).not.toContain(`${room} -> data/derive`);
    expect(violations).not.toContain(`${room} -> data/catalogue`);
  });

  it.each([
    ['data', ['runner', 'ingest', 'site']],
    ['runner', ['ingest', 'site']],
    ['ingest', ['runner', 'site']],
    ['site', ['ingest']],
  ] as const)('no folder of %s may import %j', (top, others) => {
    for (const room of roomsOf(top).filter((one) => one !== 'site/submit'))
      for (const other of others.flatMap(roomsOf)) expect(violations).toContain(`${room} -> ${other}`);
  });

  it('only the page for submissions checks files, and it neither reads nor writes them', () => {
    expect(violations).not.toContain('site/submit -> ingest/extract');
    for (const room of ['read', 'run', 'export']) {
      expect(violations).toContain(`site/submit -> ingest/${room}`);
    }
  });

  it('the pages of the site import nothing from the runner, and only the quick test measures', () => {
    for (const room of roomsOf('runner')) expect(violations).toContain(`site/pages -> ${room}`);
    expect(violations).toContain('site/leaderboard -> runner/measure');
    expect(violations).not.toContain('site/quick-test -> runner/measure');
  });

  it('browser code imports no Node modules', async () => {
    const found = await refused(() => ['node:fs']);
    for (const room of ['data/derive', 'runner/measure', 'runner/models', 'runner/workloads', 'site/charts'])
      expect(found).toContain(`${room} -> fs`);
    expect(found).not.toContain('runner/system -> fs');
  });

  it('the repository follows the rules', async () => {
    const { output } = await cruise(tops as string[], {
      baseDir: root,
      ruleSet: rooms,
      validate: true,
      ...rooms.options,
    });
    if (typeof output === 'string') throw new Error(output);
    expect(output.summary.totalCruised).toBeGreaterThan(300);
    expect(output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual(
      [],
    );
  });
});
