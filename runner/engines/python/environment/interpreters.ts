/** @file The Pythons of this machine, and which of them an environment can be made with. */
import * as z from 'zod';
import { runTool } from '../../../system/command.ts';
import type { PythonVersion, Requirements } from './requirements.ts';

/** A Python that was found. */
export interface Found {
  /** Its executable. */
  path: string;
  /** As it is called on the command line. */
  name: string;
  version: PythonVersion;
  /** Whether it can make environments itself: Debian leaves that to a package of its own. */
  hasVenv: boolean;
  /** What its programs are compiled for: "x86_64", "arm64", "AMD64". */
  machine: string;
  /** Whether it is an ordinary one: the wheels do not fit those without the global lock, or of 32 bits. */
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

/** Commands that may start a Python, the one with the most wheels first. */
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

/** "3.11 to 3.13" */
export const describeVersions = ({ oldest, newest }: Pick<Requirements, 'oldest' | 'newest'>): string =>
  `${oldest.join('.')} to ${newest.join('.')}`;

/**
 * The first Python that fits, or one line that says why none does and how to mend it. Pure.
 * @param id The engine, for the line.
 * @param needsVenv Whether the Python itself has to make the environment.
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
    return `${first.name} has no venv module, which makes environments; install it (Debian, Ubuntu: apt-get install python3-venv, or python${version}-venv) or uv, then run this again`;
  }
  const versions = describeVersions(wanted);
  const remedy = `install one (or uv, which fetches one itself: https://docs.astral.sh/uv), then run this again`;
  if (pythons.length === 0) return `no Python was found; ${id} needs Python ${versions} here: ${remedy}`;
  const here = pythons.map(describe).join(', ');
  return `${id} needs Python ${versions} of ${arch === 'arm64' ? 'ARM' : '64 bits'} here, and there is only ${here}: ${remedy}`;
}

/** A Python for the other architecture, under Rosetta or Windows' emulation, would take the wrong wheels. */
const isFor = (machine: string, arch: string): boolean => /arm|aarch/i.test(machine) === (arch === 'arm64');

const describe = ({ name, version, machine, ordinary }: Found): string =>
  `${name} (${version.join('.')}, ${machine}${ordinary ? '' : ', not an ordinary build'})`;
