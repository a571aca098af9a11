/** @file The list of exported files with their checksums, as `sha256sum --check` reads it. Pure. */

/** Its name in the output folder. */
export const CHECKSUMS = 'SHA256SUMS';

/** One line a file, sorted by name. @param checksums pairs of a name and a SHA-256 in hexadecimal digits */
export const checksumLines = (checksums: readonly (readonly [name: string, sha256: string])[]): string =>
  checksums
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sha256]) => `${sha256}  ${name}\n`)
    .join('');

/** Names and SHA-256 of a list; lines of another form are left out. */
export const parseChecksums = (text: string): [name: string, sha256: string][] =>
  text.split('\n').flatMap((line): [string, string][] => {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, sha256!]];
  });
