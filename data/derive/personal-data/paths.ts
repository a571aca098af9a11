/** @file Finds absolute paths and home folders in a text, and shortens a path to its last part. Pure. */

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

/** What kind of path a text contains; null if it contains none that tells anything. */
export function findPath(text: string): string | null {
  // Cheap, and most texts end here.
  if (!/[\\/]/.test(text)) return null;
  if (text.search(homeFolder) >= 0) return 'a home folder';
  return (text.match(absolutePath) ?? []).some(tells) ? 'an absolute path' : null;
}

/** The last part of a path, which names the file; a home folder itself is removed. */
function fileNameOf(path: string): string {
  const parts = partsOf(path);
  const isHome = new RegExp(`^${homes}$`, 'iu').test(parts.at(-2) ?? '');
  return isHome ? REMOVED : (parts.at(-1) ?? path);
}

/** The text with every path shortened to its last part, and without home folders. It never grows. */
export function shortenPaths(text: string): string {
  if (!/[\\/]/.test(text)) return text;
  return text
    .replace(quotedPath, (_, open = '', inside = '', opening = '', within = '') =>
      open === '' ? `${opening}${fileNameOf(within)}` : `${open}${fileNameOf(inside)}${open}`,
    )
    .replace(anyPath, (path) => fileNameOf(path))
    .replace(homeFolder, REMOVED);
}
