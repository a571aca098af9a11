/** @file The state of the page: the view in the address, the directory, and the values of what is chosen. */
import { useCallback, useLayoutEffect, useState } from 'react';
import { useLoaded } from '../ui/use-loaded.ts';
import { fetchDirectory, fetchValues } from './library.ts';
import { type Directory, isUnknown, resolve, type Subject, type Unknown } from './values/directory.ts';
import type { Value } from './values/subject-file.ts';
import { EMPTY, formatView, MOST, parseView, type View } from './values/view.ts';

/** What became of the ids of the address. */
export interface Chosen {
  subjects: Subject[];
  unknown: Unknown[];
  /** Ids beyond the most that are compared. */
  left: string[];
}

export function chosenOf(view: View, directory: Directory): Chosen {
  const found = view.ids.map((id) => resolve(id, directory));
  const subjects = found.flatMap((one) => (isUnknown(one) ? [] : [one]));
  return {
    subjects: subjects.slice(0, MOST),
    unknown: found.filter(isUnknown),
    left: subjects.slice(MOST).map(({ id }) => id),
  };
}

/** The view of the address; every change is an entry of the history. */
export function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(EMPTY);
  useLayoutEffect(() => {
    const read = () => setView(parseView(location.search));
    read();
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  const change = useCallback((next: View) => {
    history.pushState(null, '', location.pathname + formatView(next));
    setView(next);
  }, []);
  return [view, change];
}

/** The directory; its value is null until it is there. */
export const useDirectory = (path: string) =>
  useLoaded<Directory>(useCallback(() => fetchDirectory(path), [path]));

/** Subjects with their values. */
export interface Compared {
  subjects: readonly Subject[];
  values: Value[][];
}

/** The values of the subjects, or those of the last ones until all are there; null before the first. */
export const useValues = (subjects: readonly Subject[]) =>
  useLoaded<Compared>(
    useCallback(async () => {
      const values = await Promise.all(subjects.map(({ listed }) => fetchValues(listed)));
      return { subjects, values };
    }, [subjects]),
  );

/** For people. */
export const describeFailure = (error: unknown): string =>
  `The results could not be loaded: ${error instanceof Error ? error.message : String(error)}.`;
