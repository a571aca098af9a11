/** @file Adds the base path to links. */

/** Turns a path of the site into a link under the base path of this build: `/data/` -> `/trainmark/data/`. */
export function link(path: `/${string}`, base: string = import.meta.env.BASE_URL): string {
  return base.replace(/\/*$/, '') + path;
}

/** The URL under which the site serves a source file of a row, a repository path below `data/`. */
export function sourcePath(path: string): string {
  return path.replace(/^data\//, '');
}

/** The page of a workload, or of one of its modes: its leaderboard. */
export const workloadPath = (id: string, mode?: string): `/${string}` =>
  mode === undefined ? `/workloads/${id}/` : `/workloads/${id}/${mode}/`;

/** The page of a chip of the catalogue: all its results. */
export const hardwarePath = (id: string): `/${string}` => `/hardware/${id}/`;

/** The page of a machine: the results of its CPU and its GPUs. */
export const machinePath = (id: string): `/${string}` => `/machines/${id}/`;

/** The page of an engine. */
export const enginePath = (id: string): `/${string}` => `/engines/${id}/`;

/** The page of a run, by the path of its file in the repository. */
export const runPath = (path: string): `/${string}` =>
  `/runs/${path
    .split('/')
    .at(-1)!
    .replace(/\.json$/, '')}/`;

/** The comparison of up to six chips, by their ids in the catalogue. */
export const comparePath = (hardware: readonly string[]): `/${string}` => {
  const query = hardware.map((id, index) => `${'abcdef'[index]}=${encodeURIComponent(id)}`).join('&');
  return `/compare/${query === '' ? '' : `?${query}`}`;
};
