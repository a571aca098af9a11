/** @file Runs the package's own install script, because npm is configured not to run scripts. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { errorLine } from '../../../system/command.ts';
import { REPOSITORY } from '../../../system/repository.ts';
import { MADE_FOLDERS, type PackageName, packageFolder } from './packages.ts';

/** If no byte of the archive has arrived after this time, its host is unreachable. */
const FIRST_BYTE_MS = 20_000;
/** Time limit for 120 MB (CPU) or 450 MB (CUDA), and for compiling if there is no prebuilt addon. */
const WHOLE_MS = 30 * 60_000;

/** Arguments as in `scripts.install` of each package. */
const installArgs: Record<PackageName, string[]> = {
  '@tensorflow/tfjs-node': [],
  '@tensorflow/tfjs-node-gpu': ['gpu', 'download'],
};

/** Runs the script. Resolves with null on success, otherwise with a one-line error message. */
async function runInstallScript(name: PackageName, folder: string): Promise<string | null> {
  const path = [join(REPOSITORY, 'node_modules', '.bin'), dirname(process.execPath), process.env.PATH ?? ''];
  const child = spawn(process.execPath, [join('scripts', 'install.js'), ...installArgs[name]], {
    cwd: folder,
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-20_000);
    });
  }
  let stopped: string | null = null;
  const stop = (reason: string) => {
    stopped = reason;
    child.kill('SIGKILL');
    // What the script has started may keep its output open, for which the end of the script would wait.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const received = () => existsSync(join(folder, 'deps')) && readdirSync(join(folder, 'deps')).length > 0;
  const firstByte = setTimeout(() => {
    if (!received()) stop(`nothing received within ${FIRST_BYTE_MS / 1000} s`);
  }, FIRST_BYTE_MS);
  const whole = setTimeout(() => stop(`not finished after ${WHOLE_MS / 60_000} minutes`), WHOLE_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  clearTimeout(firstByte);
  clearTimeout(whole);
  return stopped ?? (code === 0 ? null : errorLine(output));
}

/** Removes what setup added to a package, including links into the cache. */
export async function clean(folder: string): Promise<void> {
  for (const made of [...MADE_FOLDERS, 'build', 'build-tmp-napi-v8']) {
    await rm(join(folder, made), { recursive: true, force: true });
  }
}

/** Installs with the official script. Returns null, or the reason why it failed; then the package is as npm left it. */
export async function installOfficially(name: PackageName): Promise<string | null> {
  const folder = packageFolder(name);
  // The script fails if links to a deleted cache exist.
  await clean(folder);
  const manifestPath = join(folder, 'package.json');
  // The script rewrites the manifest during the build and does not restore it when it is killed.
  const manifest = await readFile(manifestPath);
  const failure = await runInstallScript(name, folder);
  if (failure === null) return null;
  await clean(folder);
  await writeFile(manifestPath, manifest);
  return failure;
}
