/**
 * @file Finds and removes what can identify a person: paths, home folders, e-mail addresses, unique ids. The runner removes
 * it from what it writes, and ingest refuses it by the same patterns. Pure.
 */

/** Replaces what is removed: one character, so that a text never grows beyond the limit of its field. */
export const REMOVED = '…';

/** Folders that hold the home folders of Linux, macOS and Windows. */
const homes = '(?:Users|home|Documents and Settings)';
/** A part of a Windows path. Spaces are allowed inside it, because a separator follows. */
const windowsPart = String.raw`[^\s\\/:*?"<>|](?:[^\\/:*?"<>|\n]*[^\s\\/:*?"<>|])?[\\/]+`;
const posixWord = String.raw`(?:[^\s\\/:"'${'`'}<>|]|'(?=\p{L}))+`;
/** A part of a POSIX path: at most four words, because prose may contain a slash, too ("12 samples/s"). */
const posixPart = String.raw`${posixWord}(?: (?!-)${posixWord}){0,3}[\\/]+`;
const lastPart = String.raw`[^\s\\/:;,"'${'`'}()<>|]*`;
const notInWord = String.raw`(?<![\p{L}\p{M}\p{N}_])`;

/** The starts of paths, each with the kind of the parts that follow. */
const starts: readonly [start: string, part: string][] = [
  [String.raw`${notInWord}file:[\\/]+(?:[A-Za-z]:[\\/]+)?`, windowsPart],
  // \\?\C:\ and \\.\pipe\, then C:\, then \\server\share
  [String.raw`(?<![\p{L}\p{N}_\\])\\\\[?.]\\(?:[A-Za-z]:\\+)?(?=[^\s\\/])`, windowsPart],
  [String.raw`${notInWord}[A-Za-z]:[\\/]+(?=[^\s\\/])`, windowsPart],
  [String.raw`(?<![\p{L}\p{N}_\\:])\\\\+(?=[^\s\\/])`, windowsPart],
  // Below the folder of the home folders, also in the middle of a word or of a URL. A name may have many words.
  [String.raw`[\\/]+${homes}[\\/]+(?=[^\s\\/])(?:${windowsPart})?`, posixPart],
  // A slash inside a word ("GNU/Linux"), after a scheme ("https://") or in a relative path starts no path.
  [
    String.raw`(?:(?<![\p{L}\p{M}\p{N}_.~\\/)\]}]|:(?=\/\/))|(?<=(?:^|[\s"'])-[A-Za-z]))\/+(?=[^\s\\/])`,
    posixPart,
  ],
];

const alternatives = starts.map(([start, part]) => `${start}(?:${part})*${lastPart}`).join('|');
const absolutePath = new RegExp(alternatives, 'gu');
/** As above, and a path below the home folder, whose folders can have telling names, too. */
const anyPath = new RegExp(String.raw`${notInWord}~[\\/]+(?:${posixPart})*${lastPart}|${alternatives}`, 'gu');
/** A path in quotes may contain any character, spaces included. */
const quotedPath =
  /(["'`])((?:file:[\\/]+|[A-Za-z]:[\\/]+|~[\\/]+|[\\/]+)[^"'`\n]*)\1|([“«‘])((?:file:[\\/]+|[A-Za-z]:[\\/]+|~[\\/]+|[\\/]+)[^”»’\n]*)(?=[”»’])/gu;

const email = /[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}/giu;
const uniqueId = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu;
const hardwareAddress = /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/giu;
const homeFolder =
  /[\\/]+(?:Users|home)[\\/]+[^\s\\/]+|[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+[^\s\\/]+/gu;

/** Folders of the system, which are the same on every machine. */
const system = new Set(['bin', 'dev', 'etc', 'lib', 'lib64', 'opt', 'proc', 'sbin', 'sys', 'usr', 'Library']);

const partsOf = (path: string): string[] =>
  path
    .replace(/^file:/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '');

/** Whether a path names more than a folder of the system. */
function tells(path: string): boolean {
  const parts = partsOf(path);
  return parts.length > 1 && !system.has(parts[0]!);
}

/** What kind of personal data a text contains; null if it contains none. */
export function findPersonalData(text: string): string | null {
  if (text.search(homeFolder) >= 0) return 'a home folder';
  if (text.search(email) >= 0) return 'an e-mail address';
  if (text.search(uniqueId) >= 0) return 'a unique id';
  if (text.search(hardwareAddress) >= 0) return 'a hardware address';
  return (text.match(absolutePath) ?? []).some(tells) ? 'an absolute path' : null;
}

/** The last part of a path, which names the file; a home folder itself is removed. */
function fileNameOf(path: string): string {
  const parts = partsOf(path);
  const isHome = new RegExp(`^${homes}$`, 'iu').test(parts.at(-2) ?? '');
  return isHome ? REMOVED : (parts.at(-1) ?? path);
}

const shortenPaths = (text: string): string =>
  text
    .replace(quotedPath, (_, open = '', inside = '', opening = '', within = '') =>
      open === '' ? `${opening}${fileNameOf(within)}` : `${open}${fileNameOf(inside)}${open}`,
    )
    .replace(anyPath, (path) => fileNameOf(path));

/**
 * A text without personal data: a path keeps only its last part, everything else that `findPersonalData` finds becomes
 * `REMOVED`. The result is never longer than the text.
 */
export function removePersonalData(text: string): string {
  let before: string;
  let after = text;
  // What is left of one path may form another with its surroundings. Every turn removes characters, so this ends.
  do {
    before = after;
    after = shortenPaths(before);
    for (const pattern of [homeFolder, email, uniqueId, hardwareAddress])
      after = after.replace(pattern, REMOVED);
  } while (after !== before);
  return after;
}
