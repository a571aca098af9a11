/** @file Fetches the directory and the files of chosen subjects, each once. */
import { link } from '../rows/links.ts';
import { fetchJson, once } from '../ui/fetch.ts';
import { type Directory, type Listed, pathOf } from './values/directory.ts';
import { fromFile, type SubjectFile, type Value } from './values/subject-file.ts';

/** @param path Path of the directory below `/compare/`. */
export const fetchDirectory = (path: string): Promise<Directory> =>
  fetchJson<Directory>(link(`/compare/${path}`));

const load = once(
  async (path: string): Promise<Value[]> => fromFile(await fetchJson<SubjectFile>(link(`/compare/${path}`))),
);

/** The values of a chip or machine. */
export const fetchValues = (listed: Listed): Promise<Value[]> => load(pathOf(listed));
