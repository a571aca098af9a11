/** @file Finds the Pythons of this machine and chooses one for an environment. */
import * as z from 'zod';
import { runTool } from '../../../system/command.ts';
import type { PythonVersion, Requirements } from './requirements.ts';

/** An installed Python. */
export interface Found {
  /** Path of its executable. */
  path: string;
  /** Its name on the command line. */
  name: string;
  version: PythonVersion;
  /** Whether it can create environments itself: Debian ships venv as a separate package. */
  hasVenv: boolean;
  /** Architecture of the build: "x86_64", "arm64", "AMD64". */
  machine: string;
  /** False for free-threaded (no global lock) and 32-bit builds, which the wheels do not fit. */
  ordinary: boolean;
}

const SCRIPT = `
import importlib.util, json, platform, sys, sysconfig
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({
    "path": sys.executable, "version": sys.version_info[:2], "hasVenv": has("venv") and has("ensurepip"),
    "machine": platform.machine(),
    "ordinary": sys.maxsize > 2**32 and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and sys.implementation.name == "cpython",
}))`;

const foundSchema = z.object({
  path: z.string().min(1),
  version: z.tuple([z.int(), z.int()]),
  hasVenv: z.boolean(),
  machine: z.string(),
  ordinary: z.boolean(),
});

/** Commands that may start a Python, the version with the most wheels first. */
function commandsFor(system: NodeJS.Platform): readonly (readonly [string, ...string[]])[] {
  const versions = ['3.13', '3.12', '3.11', '3.10', '3.14'];
  const launched = versions.map((version) => ['py', `-${version}`] as const);
  return system === 'win32'
    ? [...launched, ['python'], ['python3'], ['py']]
    : [...versions.map((version) => [`python${version}`] as const), ['python3'], ['python']];
}

/** Every Python on the PATH, each once. */
export async function findPythons(system: NodeJS.Platform = process.platform): Promise<Found[]> {
  const asked = commandsFor(system).map(([command, ...args]) => askPython(command, args));
  const found = (await Promise.all(asked)).filter((one) => one !== null);
  return found.filter(({ path }, i) => found.findIndex((other) => other.path === path) === i);
}

async function askPython(command: string, args: readonly string[]): Promise<Found | null> {
  try {
    const said = await runTool(command, [...args, '-I', '-c', SCRIPT], { limitMs: 20_000 });
    return { ...foundSchema.parse(JSON.parse(said)), name: [command, ...args].join(' ') };
  } catch {
    return null;
  }
}

const toNumber = ([major, minor]: PythonVersion): number => 100 * major + minor;

/** The range, for example "3.11 to 3.13". */
export const describeVersions = ({ oldest, newest }: Pick<Requirements, 'oldest' | 'newest'>): string =>
  `${oldest.join('.')} to ${newest.join('.')}`;

/**
 * The first Python that fits, or one line with the reason why none does and how to fix it. Pure.
 * @param id The engine, for the message.
 * @param needsVenv Whether the Python itself must create the environment.
 */
export function choosePython(
  id: string,
  pythons: readonly Found[],
  wanted: Pick<Requirements, 'oldest' | 'newest'>,
  needsVenv: boolean,
  arch: string = process.arch,
): Found | string {
  const fitting = pythons.filter(
    ({ version, ordinary, machine }) =>
      ordinary &&
      isFor(machine, arch) &&
      toNumber(version) >= toNumber(wanted.oldest) &&
      toNumber(version) <= toNumber(wanted.newest),
  );
  const chosen = fitting.find(({ hasVenv }) => hasVenv || !needsVenv);
  if (chosen !== undefined) return chosen;
  const [first] = fitting;
  if (first !== undefined) {
    const version = first.version.join('.');
    return `${first.name} has no venv module, which creates environments; install it (Debian, Ubuntu: apt-get install python3-venv, or python${version}-venv) or uv, then run this again`;
  }
  const versions = describeVersions(wanted);
  const remedy = `install one (or uv, which downloads one itself: https://docs.astral.sh/uv), then run this again`;
  if (pythons.length === 0) return `no Python was found; ${id} needs Python ${versions} here: ${remedy}`;
  const here = pythons.map(describe).join(', ');
  return `${id} needs Python ${versions} (${arch === 'arm64' ? 'ARM' : '64-bit'}) here, but found only ${here}: ${remedy}`;
}

/** A Python for the other architecture, emulated by Rosetta or Windows, would install the wrong wheels. */
const isFor = (machine: string, arch: string): boolean => /arm|aarch/i.test(machine) === (arch === 'arm64');

const describe = ({ name, version, machine, ordinary }: Found): string =>
  `${name} (${version.join('.')}, ${machine}${ordinary ? '' : ', not an ordinary build'})`;
