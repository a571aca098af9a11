/** @file Installs system packages: with apt-get, and with the rights that a package manager needs. */
import { spawnSync } from 'node:child_process';

/** Another installation, such as the system's daily one, is waited for. */
export const aptGet: readonly string[] = ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300'];

/** A command as root: by sudo if it needs no password, as in GitHub's workflows. */
export const asRoot = (command: readonly string[]): readonly string[] =>
  process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];

/** Runs apt-get as root; returns its output, also where it failed or is missing. */
export function apt(...options: readonly string[]): string {
  const [program, ...rest] = asRoot([...aptGet, ...options]);
  return spawnSync(program!, rest, { encoding: 'utf8', timeout: 600_000 }).stdout ?? '';
}
