/** @file Paths as the user means them: npm runs a script in the folder of the repository, wherever it was started. */
import { relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';

const repository = resolve(import.meta.dirname, '../..');

/**
 * The folder in which the user started the command; npm and `runner/launch.mjs` pass it on. Outside of the repository the
 * variable comes from another npm, whose script started this command in a folder of its own.
 */
export const userFolder = (
  current: string = process.cwd(),
  given: string | undefined = process.env.INIT_CWD,
): string => (current === repository && given ? resolve(given) : current);

/** The path that an option names: as it was given where the working directory is that of the user, else absolute. */
export function userPath(path: string): string {
  const folder = userFolder();
  // An empty path is refused by whoever uses it, as a variable that is not set would be.
  return path === '' || folder === process.cwd() ? path : resolve(folder, path);
}

/**
 * The same for an option of commander.
 * @throws InvalidArgumentError for an empty path, and for the next option in place of a path
 */
export function parsePath(path: string): string {
  if (path.trim() === '') throw new InvalidArgumentError('Give a path or leave the option out.');
  if (path.startsWith('--')) throw new InvalidArgumentError('Give a path before the next option.');
  return userPath(path);
}

/** How a path is shown to the user: relative to the folder of the command if it is below it, else absolute. */
export function shownPath(path: string): string {
  const short = relative(userFolder(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
