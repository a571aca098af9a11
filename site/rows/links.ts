/** @file The one place where a link gets its base path. */

/** A path of the site, from "/" on, as a link under the base path of this build: `/data/` -> `/trainmark/data/`. */
export function link(path: `/${string}`, base: string = import.meta.env.BASE_URL): string {
  return base.replace(/\/*$/, '') + path;
}

/** Where the site serves a repository file below `data/` that a row names as its source. */
export function sourcePath(path: string): string {
  return path.replace(/^data\//, '');
}
