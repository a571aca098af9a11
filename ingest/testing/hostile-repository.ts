/**
 * @file Makes repositories with commits that Git's own commands refuse to make: any bytes as names, links, submodules, `.git`,
 * `..` and absolute paths.
 */
import { makeRepository } from './repository.ts';

/** A file of a commit. */
export interface Entry {
  /** Octal; 100644 is a regular file. */
  mode?: string;
  name: string | Uint8Array;
  /** Content, or the id of a commit for a submodule. */
  content?: string | Uint8Array;
}

export interface HostileRepository {
  folder: string;
  git(words: readonly string[], input?: string | Uint8Array): string;
  /** Writes a commit with these files and returns its id. A name with slashes is put into folders. */
  commit(files: readonly Entry[], parent: string | null, message?: string): string;
  /** A folder of exactly these entries, whatever their names are; returns its id. */
  tree(entries: readonly { mode: string; name: string | Uint8Array; id: string }[]): string;
  blob(content: string | Uint8Array): string;
}

const FOLDER = '40000';
const SUBMODULE = '160000';

/** Git compares names byte by byte, those of folders as if they ended with a slash. */
const sortKey = ({ mode, name }: { mode: string; name: string | Uint8Array }) =>
  Buffer.concat([Buffer.from(name), Buffer.from(mode === FOLDER ? '/' : '')]);

/** The files of this folder, and those of each folder in it. */
function split(files: readonly Entry[]): { here: Entry[]; folders: Map<string, Entry[]> } {
  const here: Entry[] = [];
  const folders = new Map<string, Entry[]>();
  for (const file of files) {
    const slash = typeof file.name === 'string' ? file.name.indexOf('/') : -1;
    if (typeof file.name !== 'string' || slash <= 0) here.push(file);
    else {
      const name = file.name.slice(0, slash);
      folders.set(name, [...(folders.get(name) ?? []), { ...file, name: file.name.slice(slash + 1) }]);
    }
  }
  return { here, folders };
}

export function makeHostileRepository(): HostileRepository {
  const { root: folder, feed } = makeRepository('2026-11-22T12:00:00Z');
  const git = (words: readonly string[], input: string | Uint8Array = '') => feed(input, ...words).trim();
  const blob = (content: string | Uint8Array) => git(['hash-object', '-w', '--stdin'], content);
  const tree: HostileRepository['tree'] = (entries) => {
    const parts = entries.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(id, 'hex'),
    ]);
    return git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], Buffer.concat(parts));
  };
  const build = (files: readonly Entry[]): string => {
    const { here, folders } = split(files);
    const all = [
      ...here.map(({ mode = '100644', name, content = '' }) => ({
        mode,
        name,
        id: mode === SUBMODULE ? String(content) : blob(content),
      })),
      ...[...folders].map(([name, inner]) => ({ mode: FOLDER, name, id: build(inner) })),
    ];
    return tree(all.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b))));
  };
  return {
    folder,
    git,
    blob,
    tree,
    commit: (files, parent, message = 'x') =>
      git(['commit-tree', build(files), ...(parent === null ? [] : ['-p', parent])], message),
  };
}
