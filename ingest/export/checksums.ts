/** @file The checksums of all exported files, as `sha256sum --check` reads them. */
import { createHash } from 'node:crypto';

export const CHECKSUMS = 'SHA256SUMS';

/** One line a file, sorted by name. */
export function checksumsOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const lines = Object.entries(files).map(([name, content]) => ({
    name,
    line: `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
  }));
  return lines
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ line }) => line)
    .join('');
}

/** The names of files in a list of checksums. */
export const namesIn = (checksums: string): string[] =>
  checksums.split('\n').flatMap((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? []);
