/** @file The repository that results are sent to, and the pages of GitHub that take them. Pure. */

export interface Repository {
  owner: string;
  name: string;
  branch: string;
}

/**
 * The longest link that is offered. GitHub answers 414 to an address above 8191 bytes (github.com/github/docs, issue 5136,
 * "Document GitHub serverside limit on URL length"); the rest is room for what a sign-in adds.
 */
export const MOST_LINK = 7600;

/** Results are proposed for this branch. */
const BRANCH = 'main';

/** The repository at an address of GitHub; null for another host and for null. */
export function toRepository(address: string | null): Repository | null {
  const [, owner, name] = /^https:\/\/github\.com\/([\w-]+)\/([\w.-]+)$/.exec(address ?? '') ?? [];
  return owner === undefined || name === undefined ? null : { owner, name, branch: BRANCH };
}

const pageOf = ({ owner, name }: Repository): string => `https://github.com/${owner}/${name}`;

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Pages of GitHub for one file. */
export interface Links {
  /** The page that makes a new file of this name and proposes it; GitHub makes the fork. Empty content, to be pasted. */
  blank: string;
  /** The same with the content filled in; null if the address would be too long. */
  filled: string | null;
  fork: string;
  /** Where the fork takes an upload, for whoever has one; `YOU` stands for the account. */
  upload: string;
  clone: string;
  compare: string;
}

/** The page of an account's fork that takes several files at once (GitHub Docs, "Adding a file to a repository"). */
export const uploadPage = ({ name, branch }: Repository, account: string, path: string): string =>
  `https://github.com/${account}/${name}/upload/${branch}/${folderOf(path)}`;

/** @param path of the file in the repository */
export function linksOf(repository: Repository, path: string, text: string): Links {
  const { name, branch } = repository;
  const page = pageOf(repository);
  const form = `${page}/new/${branch}/${folderOf(path)}`;
  // The encoding of forms, whose spaces are one character.
  const blank = `${form}?${new URLSearchParams({ filename: nameOf(path) })}`;
  const filled = `${blank}&${new URLSearchParams({ value: text })}`;
  return {
    blank,
    filled: filled.length <= MOST_LINK ? filled : null,
    fork: `${page}/fork`,
    upload: uploadPage(repository, 'YOU', path),
    clone: `https://github.com/YOU/${name}.git`,
    compare: `${page}/compare`,
  };
}

/** The commands that do the same with git, in a folder that has the file. */
export function commandsOf(links: Links, { name }: Repository, path: string): string {
  return [
    `git clone ${links.clone}`,
    `cp ${nameOf(path)} ${name}/${folderOf(path)}/`,
    `cd ${name}`,
    'git switch --create result',
    `git add ${path}`,
    'git commit --message "Add a result"',
    'git push --set-upstream origin result',
  ].join('\n');
}
