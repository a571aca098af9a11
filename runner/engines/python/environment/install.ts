/** @file Creates an environment and installs packages into it, with uv if it is available, otherwise with venv and pip. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTool, ToolError, works } from '../../../system/command.ts';
import { interpreterIn, MARKER } from './environment.ts';
import { choosePython, describeVersions, type Found, findPythons } from './interpreters.ts';
import type { Requirements } from './requirements.ts';

type Log = (line: string) => void;

/** Supported by all engines: the version that uv downloads if no installed Python fits. */
const FETCHED_PYTHON = '3.12';

/** Overrides settings of the user, so that only our requirements decide what is installed. */
const environment = {
  // The default timeout for an unreachable index is half a minute.
  UV_HTTP_RETRIES: '1',
  PIP_USER: '0',
  PIP_REQUIRE_VIRTUALENV: '0',
  PYTHONNOUSERSITE: '1',
  PYTHONPATH: '',
};

/**
 * Recreates an environment. The marker is written last, when it is complete. A failure removes the folder.
 * @param folder Its final location: environments cannot be moved.
 * @throws Error with one line: what is missing and how to fix it
 */
export async function makeEnvironment(
  id: string,
  wanted: Requirements,
  folder: string,
  log: Log,
  arch: string = process.arch,
): Promise<void> {
  const hasUv = await works('uv', ['--version']);
  const chosen = choosePython(id, await findPythons(), wanted, !hasUv, arch);
  if (typeof chosen === 'string' && !hasUv) throw new Error(chosen);
  const python = typeof chosen === 'string' ? null : chosen;
  const usePip = python?.hasVenv === true;
  try {
    if (!hasUv || !(await tryUv(wanted, python, folder, usePip, log))) {
      await installWithPip(wanted, python, folder, log);
    }
    await writeFile(join(folder, MARKER), `${JSON.stringify({ packages: wanted.packages })}\n`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Returns false if uv fails and pip may be tried: its configuration differs and may list other indexes. */
async function tryUv(
  wanted: Requirements,
  python: Found | null,
  folder: string,
  mayFail: boolean,
  log: Log,
): Promise<boolean> {
  try {
    await installWithUv(wanted, python, folder, log);
    return true;
  } catch (error) {
    if (!mayFail || !(error instanceof Error)) throw error;
    log(`${error.message}; continuing with pip`);
    return false;
  }
}

async function installWithUv(
  wanted: Requirements,
  python: Found | null,
  folder: string,
  log: Log,
): Promise<void> {
  const which = python === null ? `Python ${FETCHED_PYTHON}, which it downloads` : python.name;
  log(`creating the environment with uv and ${which}`);
  await startAnew(folder);
  await runTool('uv', ['venv', '--quiet', '--python', python?.path ?? FETCHED_PYTHON, folder], {
    name: 'uv venv',
    ...(python === null
      ? { remedy: `connect the network, or install Python ${describeVersions(wanted)}` }
      : {}),
    environment,
  });
  log(describeInstall(wanted, 'uv'));
  const index =
    wanted.index === null ? [] : ['--index', wanted.index, '--index-strategy', 'unsafe-best-match'];
  // Workers write no bytecode: otherwise each of them would compile the whole framework.
  const pip = ['pip', 'install', '--python', interpreterIn(folder), '--compile-bytecode', ...index];
  await install('uv', pip, wanted, 'uv');
}

async function installWithPip(
  wanted: Requirements,
  python: Found | null,
  folder: string,
  log: Log,
): Promise<void> {
  if (python === null) throw new Error('no Python fits, and uv could not download one');
  log(`creating the environment with ${python.name} (${python.version.join('.')})`);
  await startAnew(folder);
  await runTool(python.path, ['-I', '-m', 'venv', folder], { name: `${python.name} -m venv`, environment });
  log(describeInstall(wanted, 'pip'));
  // By default pip retries an unreachable index for minutes, and another index may have the package.
  const index =
    wanted.index === null ? [] : ['--extra-index-url', wanted.index, '--retries', '1', '--timeout', '15'];
  const pip = ['-I', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', ...index];
  await install(interpreterIn(folder), pip, wanted, 'pip');
}

async function startAnew(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
}

const describeInstall = ({ packages, download }: Requirements, tool: string): string =>
  `installing ${packages.join(', ')} with ${tool} (up to ${download} to download)`;

async function install(
  command: string,
  args: readonly string[],
  wanted: Requirements,
  name: string,
): Promise<void> {
  try {
    // Building from source would give something other than the pinned build.
    await runTool(command, [...args, '--only-binary', ':all:', ...wanted.packages], { name, environment });
  } catch (error) {
    throw error instanceof ToolError ? new Error(explain(error, wanted, name)) : error;
  }
}

const unreachable =
  /NewConnectionError|ConnectTimeout|ReadTimeout|NameResolutionError|ProxyError|Max retries exceeded|Name or service not known|Network is unreachable|nodename nor servname|getaddrinfo|dns error|error sending request/i;

/** Why packages could not be installed, in one line. Pure. */
function explain({ message, output }: ToolError, { index }: Requirements, tool: string): string {
  const missing = /(?:No matching distribution found for|no version of) ([^\s,]+)/.exec(output)?.[1];
  const offline = unreachable.test(output);
  const where = index === null ? 'the package index' : `the package index, or ${index},`;
  if (!offline && missing === undefined) return message;
  const what =
    missing === undefined
      ? `${tool} could not fetch the packages`
      : `${tool} found no index that offers ${missing}`;
  return offline
    ? `${what}: ${where} cannot be reached; connect the network or set its proxy, then run this again`
    : `${what} for this Python and system; check what its indexes offer (${tool}'s configuration), then run this again`;
}
