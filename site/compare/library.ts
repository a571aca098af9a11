/** @file Fetches the directory and the files of chosen subjects, each once. */
import { link } from '../rows/links.ts';
import { fetchFile } from '../ui/fetch-file.ts';
import { type Directory, type Listed, pathOf } from './values/directory.ts';
import { fromFile, type SubjectFile, type Value } from './values/subject-file.ts';

async function fetchJson(path: string): Promise<unknown> {
  return (await fetchFile(link(`/compare/${path}`))).json();
}

/** @param path Path of the directory below `/compare/`. */
export const fetchDirectory = async (path: string): Promise<Directory> =>
  (await fetchJson(path)) as Directory;

const fetched = new Map<string, Promise<Value[]>>();

/** The values of a chip or machine. A failed fetch is tried again the next time. */
export function fetchValues(listed: Listed): Promise<Value[]> {
  const path = pathOf(listed);
  const known = fetched.get(path);
  if (known !== undefined) return known;
  const values = fetchJson(path).then((file) => fromFile(file as SubjectFile));
  fetched.set(path, values);
  values.catch(() => fetched.delete(path));
  return values;
}
