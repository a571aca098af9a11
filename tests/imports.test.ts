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
  ingest: ['run', 'export', 'rank', 'extract', 'check', 'candidates', 'pull-request', 'read', 'values'],
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
    ...['workload', 'leaderboard', 'export', 'find', 'ui', 'charts', 'rows'],
  ],
} as const;

type Top = keyof typeof orders;
const tops = Object.keys(orders) as Top[];
const roomsOf = (top: Top) => orders[top].map((room) => `${top}/${room}`);
const all = tops.flatMap(roomsOf);

/** Imports that the rules reject in a repository of these files, by their paths. */
async function refusedIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-imports-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const folders = [...new Set(Object.keys(files).map((path) => path.split('/', 1)[0]!))];
    const { output } = await cruise(folders, {
      baseDir: folder,
      ruleSet: rooms,
      validate: true,
      tsPreCompilationDeps: true,
    });
    if (typeof output === 'string') throw new Error(output);
    return output.summary.violations.map(({ from, to }) => `${from} -> ${to}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rooms whose import the rules reject if every room has one file that imports all others. */
async function refusedRooms(): Promise<Set<string>> {
  const fileOf = (room: string) => [
    ...all
      .filter((other) => other !== room)
      .map((other, i) => `import { x as a${i} } from '../../${other}/x.ts';`),
    'export const x = 1;',
  ];
  const files = Object.fromEntries(all.map((room) => [`${room}/x.ts`, `${fileOf(room).join('\n')}\n`]));
  return new Set((await refusedIn(files)).map((violation) => violation.replaceAll('/x.ts', '')));
}

/** The repository's own imports that the rules reject. */
async function cruiseRepository() {
  const { output } = await cruise(tops as string[], {
    baseDir: root,
    ruleSet: rooms,
    validate: true,
    ...rooms.options,
  });
  if (typeof output === 'string') throw new Error(output);
  return output;
}

describe('imports', () => {
  let violations: Set<string>;
  beforeAll(async () => {
    violations = await refusedRooms();
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

  it('every room of the rules has its place in the order', () => {
    const named = rooms.forbidden.map(({ name }) => name!).filter((name) => name.includes('/'));
    expect(all.toSorted()).toEqual(named.toSorted());
  });

  it.each([
    'site/find/start.ts',
    'site/ui/copy.ts',
    'site/submit/check/worker.ts',
    'site/quick-test/measure/worker.ts',
    'runner/engines/wasm/browser-thread.ts',
  ])('what %s loads imports no module of Node', async (start) => {
    const up = '../'.repeat(start.split('/').length - 1);
    const files = {
      [start]: `await import('${up}data/derive/middle.ts');\n`,
      'data/derive/middle.ts': "export { x } from '../contract/last.ts';\n",
      'data/contract/last.ts': "import fs from 'node:fs/promises';\nexport const x = fs;\n",
      'runner/system/other.ts': "import fs from 'node:fs';\nexport const x = fs;\n",
    };
    expect(await refusedIn(files)).toEqual([`${start} -> fs/promises`]);
  });

  it('the repository follows the rules', async () => {
    const output = await cruiseRepository();
    expect(output.summary.totalCruised).toBeGreaterThan(300);
    expect(output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual(
      [],
    );
    const files = output.modules.map(({ source }) => source);
    const starts = [rooms.forbidden.find(({ name }) => name === 'browser-safe')!.from.path!].flat();
    const lost = starts.filter((start) => !files.some((file) => new RegExp(start).test(file)));
    expect(lost).toEqual([]);
  });
});
