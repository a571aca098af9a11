/** @file Everything that can be compared, gathered once per build. Only pages import this. */
import { engines } from '../../data/catalogue/index.ts';
import { hash53 } from '../../data/derive/hash.ts';
import { entries, leaderboard, shownWorkloads } from '../rows/read.ts';
import { gather } from './gather.ts';
import { picksOf } from './picks.ts';
import type { Directory } from './values/directory.ts';

const names = new Map(leaderboard.hardware.map(({ id, name }) => [id, name]));

export const gathered = gather(entries, names);

const used = new Set<string>(entries.map(({ workload }) => workload));

export const directory: Directory = {
  subjects: gathered.map(({ listed }) => listed),
  baseline: { id: leaderboard.baseline.hardware, name: leaderboard.baseline.name },
  workloads: shownWorkloads.filter(({ id }) => used.has(id)).map(({ id, title }) => [id, title]),
  engines: engines.map(({ id, name }) => [id, name]),
};

/** Comparisons that many ask for; each has a page. */
export const picks = picksOf(gathered, directory);

const text = JSON.stringify(directory);

/** Path of the directory below `/compare/`, with a hash of its contents. */
export const directoryPath = `directory.${hash53(text).toString(36)}.json`;

/** Every file below `/compare/`, by its path. */
export const compareFiles: [string, string][] = [
  [directoryPath, text],
  ...gathered.map(({ path, file }) => [path, JSON.stringify(file)] as [string, string]),
];
