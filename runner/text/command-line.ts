/** @file Commands as a user can paste them into a shell. Pure. */

const quoted = (word: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command that starts the runner with these arguments. */
export const benchCommand = (words: readonly string[]): string =>
  ['npm run bench --', ...words.map(quoted)].join(' ');
