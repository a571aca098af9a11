/** @file Adds the base path to links. */

/** Turns a path of the site into a link under the base path of this build: `/data/` -> `/trainmark/data/`. */
export function link(path: `/${string}`, base: string = import.meta.env.BASE_URL): string {
  return base.replace(/\/*$/, '') + path;
}

/** The URL under which the site serves a source file of a row, a repository path below `data/`. */
export function sourcePath(path: string): string {
  return path.replace(/^data\//, '');
}
