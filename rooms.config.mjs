/**
 * @file Rules for dependency-cruiser: which folders each folder may import. `npm test` checks them, and
 * tests/imports.test.ts proves that all other imports are rejected. docs/architecture.md has a diagram.
 */

import { builtinModules } from 'node:module';

const nets = ['workloads', 'models'];

/** Folders of the runner, each with those it may import; all may import `data`. */
const runner = {
  commands: [
    'cli',
    'report',
    'execute',
    'results',
    'supervise',
    'power',
    'plan',
    'detect',
    'language-model',
    'datasets',
    'workloads',
    'protocol',
    'text',
    'system',
  ],
  cli: ['plan', 'text'],
  report: ['execute', 'results', 'plan', 'protocol', 'text'],
  execute: [
    'results',
    'supervise',
    'power',
    'plan',
    'detect',
    'language-model',
    'datasets',
    'protocol',
    'text',
  ],
  results: ['supervise', 'measure', 'protocol', 'text', 'system'],
  supervise: ['power', 'load', 'protocol', 'text', 'system'],
  load: ['measure', 'system'],
  power: ['measure', 'protocol', 'text', 'system'],
  plan: ['language-model', 'datasets', ...nets, 'protocol', 'text'],
  generate: ['plan', 'worker', 'language-model', ...nets, 'measure', 'system'],
  engines: [
    'detect',
    'worker',
    'language-model',
    'datasets',
    ...nets,
    'measure',
    'protocol',
    'text',
    'system',
  ],
  detect: ['protocol', 'text', 'system'],
  worker: ['datasets', ...nets, 'measure', 'protocol', 'text'],
  'language-model': ['datasets', 'models', 'text', 'system'],
  workloads: ['datasets', 'models'],
  datasets: ['models', 'system'],
  models: [],
  measure: ['protocol'],
  protocol: [],
  text: [],
  system: [],
};

/** Folders of ingest; all may import `data`. */
const ingest = {
  export: ['candidates', 'values'],
  'pull-request': ['read'],
  rank: ['candidates', 'values'],
  run: ['export', 'rank', 'read', 'extract', 'check', 'candidates', 'values'],
  extract: ['check', 'candidates', 'values'],
  check: ['values'],
  candidates: ['values'],
  read: ['values'],
  values: [],
};

/** Folders of the site; all may import `data`. */
const parts = ['charts', 'rows', 'ui'];
const site = {
  pages: [
    'share',
    'downloads',
    'compare',
    'findings',
    'hardware',
    'submit',
    'explore',
    'runs',
    'quick-test',
    'workload',
    'leaderboard',
    'export',
    'find',
    ...parts,
  ],
  share: ['compare', 'findings', 'hardware', 'workload', 'leaderboard', ...parts],
  downloads: ['leaderboard', 'rows'],
  compare: ['export', 'find', ...parts],
  findings: parts,
  hardware: ['leaderboard', 'find', ...parts],
  submit: ['leaderboard', ...parts],
  explore: parts,
  runs: ['downloads', ...parts],
  'quick-test': ['find', ...parts],
  workload: ['leaderboard', ...parts],
  leaderboard: ['export', 'find', ...parts],
  export: ['rows', 'ui'],
  find: parts,
  ui: ['charts', 'rows'],
  charts: ['rows'],
  rows: [],
};

/** Code of ingest that checks a file in the browser. */
const siteFromIngest = { submit: '(leaderboard\\.ts|extract|check|candidates|values|rank)' };

/** Code that the site shares with the runner: the quick test measures with it, and pages show its nets. */
const siteFromRunner = {
  rows: 'workloads/',
  workload: '(workloads|models)/',
  'quick-test':
    '(protocol/messages|text/symptoms|measure/|models/|workloads/|worker/|engines/(compiled|webgpu|wasm)/|results/without-personal-data)',
};

/** Where code that a page loads begins: the starts of the features, what the pages' own scripts import, and the workers. */
const browserStarts = [
  'site/.+/start\\.ts$',
  'site/ui/copy\\.ts$',
  'site/submit/check/worker\\.ts$',
  'site/quick-test/measure/worker\\.ts$',
  'runner/engines/wasm/browser-thread\\.ts$',
];

/** The modules of Node, as dependency-cruiser names them. One pattern each: it refuses a long one as unsafe. */
const nodeModules = builtinModules.map((name) => `^${name.replace(/^node:/, '')}$`);

const tests = '(\\.test\\.ts$|/testing/)';
const anyRoom = '^(data|ingest|runner|site|tests)/';

/** A rule that rejects imports outside of the allowed paths. */
const mayImport = (name, path, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${path}`, pathNot: tests },
  to: { path: anyRoom, pathNot: [`^${path}`, ...allowed.map((one) => `^${one}`)] },
});

const roomsOf = (top, rooms, { runner, ingest } = {}) =>
  Object.entries(rooms).map(([room, allowed]) =>
    mayImport(`${top}/${room}`, `${top}/${room}/`, [
      'data/',
      ...allowed.map((other) => `${top}/${other}/`),
      ...(runner?.[room] === undefined ? [] : [`runner/${runner[room]}`]),
      ...(ingest?.[room] === undefined ? [] : [`ingest/${ingest[room]}`]),
    ]),
  );

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  mayImport('data/contract', 'data/contract/', []),
  mayImport('data/derive', 'data/derive/', ['data/contract/']),
  mayImport('data/catalogue', 'data/catalogue/', ['data/contract/', 'data/derive/']),
  mayImport('data/command-line', 'data/command-line/', ['data/contract/', 'data/derive/']),
  ...roomsOf('runner', runner),
  ...roomsOf('ingest', ingest),
  ...roomsOf('site', site, { runner: siteFromRunner, ingest: siteFromIngest }),
  mayImport('runner', 'runner/', ['data/']),
  mayImport('ingest', 'ingest/', ['data/']),
  mayImport('site', 'site/', ['data/', 'runner/', 'ingest/']),
  {
    name: 'browser-safe',
    severity: 'error',
    from: { path: browserStarts.map((path) => `^${path}`) },
    to: { path: nodeModules, reachable: true },
  },
];

/** @type {import('dependency-cruiser').ICruiseOptions} */
const options = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(node_modules|^dist|^\\.)' },
  tsPreCompilationDeps: true,
  tsConfig: { fileName: 'tsconfig.json' },
};

export default { forbidden, options };
