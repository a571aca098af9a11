/** @file The options of `npm run dev`, `npm run build` and `npm run preview`: each has those that it uses. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { refuseOptionsOfNpm } from '../data/command-line/npm-options.ts';
import { createProgram } from '../data/command-line/program.ts';
import { parsePath } from '../data/command-line/user-path.ts';
import { UsageError } from '../data/contract/usage-error.ts';

/** What is shown, and where it will be. */
export interface Shown {
  /** Path below the host, with slashes on both ends. */
  base: string;
  /** Origin, for whole addresses; those are left out without one. */
  site?: string;
  /** Output folder of ingest; without it, ingest runs first. */
  data?: string;
  /** Folder that contains `data/` with the sources of that output. */
  sources?: string;
}

export type Verb =
  | ({ verb: 'dev'; port?: number } & Shown)
  | ({ verb: 'build'; out: string; compress?: true } & Shown)
  | { verb: 'preview'; out: string; port?: number };

const descriptions = {
  dev: 'Runs ingest, then serves the site on this machine and follows changes of the code.',
  build: 'Runs ingest, then writes the site as static files.',
  preview: 'Serves a built site as a static host would, under the base path that it was built for.',
} as const;

const isVerb = (word: string | undefined): word is Verb['verb'] => Object.hasOwn(descriptions, word ?? '');

/**
 * Parses the verb and its options.
 * @param environment TRAINMARK_BASE and TRAINMARK_SITE stand in for options; npm leaves options there that it took.
 * @throws UsageError for wrong usage; CommanderError after `--help`
 */
export function parseArguments(
  [verb, ...words]: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Verb {
  if (!isVerb(verb)) throw new UsageError(`use npm run ${Object.keys(descriptions).join(', npm run ')}`);
  const program = createProgram(`npm run ${verb} --`, descriptions[verb]);
  if (verb !== 'preview') addShown(program);
  if (verb !== 'dev') program.option('--out <folder>', 'folder of the built site', parsePath, 'dist');
  if (verb !== 'build') program.option('--port <number>', 'port of the server', parsePort);
  if (verb === 'build')
    program.option('--compress', 'also write .gz and .br beside each file, for a server that sends them');
  refuseOptionsOfNpm(program, environment);
  const given = program.parse(words, { from: 'user' }).opts();
  if (verb === 'preview') return { verb, ...given } as Verb;
  refuseOtherFolders(given);
  const base = given.base ?? fromVariable(environment, 'TRAINMARK_BASE', parseBase) ?? '/';
  const site = given.site ?? fromVariable(environment, 'TRAINMARK_SITE', parseOrigin);
  return { verb, ...given, base, ...(site === undefined ? {} : { site }) } as Verb;
}

function addShown(program: Command): void {
  program
    .addOption(
      new Option(
        '--base <path>',
        'path under which the site lives, for example /trainmark/ (default: /, or TRAINMARK_BASE)',
      ).argParser(parseBase),
    )
    .addOption(
      new Option(
        '--site <url>',
        'origin of the site, for canonical links, for example https://example.org (default: TRAINMARK_SITE)',
      ).argParser(parseOrigin),
    )
    .option('--data <folder>', 'show this output of ingest and do not run ingest', parsePath)
    .option(
      '--sources <folder>',
      'where the data/ of that output lies (default: this repository)',
      parsePath,
    );
}

/** The value of a variable of the environment; an empty one counts as not set, as on a host that does not know it. */
function fromVariable(
  environment: NodeJS.ProcessEnv,
  name: string,
  parse: (text: string) => string,
): string | undefined {
  const text = environment[name];
  if (!text) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw new UsageError(`${name} '${text}' is invalid. ${error.message}`);
    throw error;
  }
}

/** A base path with slashes on both ends; a host that serves the site at its root gives none. */
export function parseBase(text: string): string {
  const base = `/${text}/`.replace(/\/+/g, '/');
  const parts = base.split('/').slice(1, -1);
  if (/^[a-z]+:/i.test(text) || !parts.every((part) => /^[\w.~-]+$/.test(part) && !/^\.+$/.test(part)))
    throw new InvalidArgumentError('Give a path below the host, such as /trainmark/.');
  return base;
}

/** The origin of an address without a path. */
export function parseOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Give an origin, such as https://example.org.');
  if (url.href !== `${url.origin}/`)
    throw new InvalidArgumentError(`Give ${url.origin}, and the path as --base ${url.pathname}.`);
  return url.origin;
}

const LAST_PORT = 65_535;

export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= LAST_PORT) return port;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${LAST_PORT}.`);
}

/** Folders that cannot be shown are refused before the minute that a build takes. */
function refuseOtherFolders({ data, sources }: Pick<Shown, 'data' | 'sources'>): void {
  if (data !== undefined && !existsSync(join(data, 'leaderboard.json')))
    throw new UsageError(
      `--data ${data}: holds no leaderboard.json; give a folder that \`npm run ingest -- --out FOLDER\` wrote`,
    );
  if (sources !== undefined && !isFolder(join(sources, 'data')))
    throw new UsageError(`--sources ${sources}: holds no folder data; give the folder that contains it`);
}

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * The base path that a site was built for.
 * @throws UsageError if the folder holds no built site
 */
export function readBase(folder: string): string {
  const path = join(resolve(folder), 'site.webmanifest');
  if (!existsSync(path))
    throw new UsageError(
      `--out ${folder}: holds no built site; run \`npm run build\` with the same --out first`,
    );
  const { start_url: base } = JSON.parse(readFileSync(path, 'utf8')) as { start_url: string };
  return parseBase(base);
}
