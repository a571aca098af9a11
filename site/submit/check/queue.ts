/**
 * @file The dropped files: each is checked after the one before it, so that many of them do not start a worker each. Pure but
 * for the check that it is given.
 */
import type { State } from './session.ts';

/** Checks a file and reports every state of it; `checkDropped` of `session.ts`. */
export type Check = (file: File, report: (state: State) => void, signal: AbortSignal) => Promise<void>;

/** A dropped file and what is known about it. */
export interface Entry {
  id: number;
  /** Whether it is one of the files that were dropped last. */
  latest: boolean;
  state: State;
}

/** Files that are taken at once; each keeps its text and its report. */
export const MOST_FILES = 100;

/** A module that could not be loaded once stays so in some browsers until the page is loaded anew. */
const NOT_LOADED =
  'the code that checks it could not be loaded; check the connection, and drop it again or reload the page';

export interface Queue {
  /** Puts files in front of those that are there; an older one of the same name goes. */
  add(files: readonly File[]): void;
  remove(id: number): void;
  /** Checks a file once more, after what it needs could not be loaded. */
  again(id: number): void;
  clear(): void;
}

/** Ends with the signal, even if the work never does: a worker that was ended answers no more. */
const unlessAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  Promise.race([
    work,
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  ]);

/** @param show is called with all entries after every change */
export function createQueue(check: Check, show: (entries: readonly Entry[]) => void): Queue {
  let entries: readonly Entry[] = [];
  let nextId = 0;
  let last: Promise<void> = Promise.resolve();
  const controllers = new Map<number, AbortController>();
  const kept = new Map<number, File>();

  const set = (changed: readonly Entry[]) => {
    entries = changed;
    show(entries);
  };
  const drop = (gone: readonly Entry[]) => {
    for (const { id } of gone) {
      controllers.get(id)?.abort();
      controllers.delete(id);
      kept.delete(id);
    }
    set(entries.filter((one) => !gone.includes(one)));
  };
  const setState = (id: number, state: State) =>
    set(entries.map((one) => (one.id === id ? { ...one, state } : one)));
  const run = async (id: number, file: File) => {
    const signal = controllers.get(id)?.signal;
    if (signal === undefined) return;
    const report = (state: State) => {
      if (!signal.aborted) setState(id, state);
    };
    const work = check(file, report, signal).catch(() =>
      report({ step: 'trouble', name: file.name, reason: NOT_LOADED }),
    );
    await unlessAborted(work, signal);
  };
  return {
    add(files) {
      const taken = files.slice(0, MOST_FILES);
      const names = new Set(taken.map(({ name }) => name));
      drop(entries.filter(({ state }) => names.has(state.name)));
      const fresh = taken.map((file) => ({ id: nextId++, file }));
      for (const { id, file } of fresh) {
        controllers.set(id, new AbortController());
        kept.set(id, file);
        last = last.then(() => run(id, file));
      }
      set([
        ...fresh.map(
          ({ id, file: { name } }): Entry => ({ id, latest: true, state: { step: 'waiting', name } }),
        ),
        ...entries.map((one) => ({ ...one, latest: false })),
      ]);
    },
    again(id) {
      const file = kept.get(id);
      if (file === undefined) return;
      setState(id, { step: 'waiting', name: file.name });
      last = last.then(() => run(id, file));
    },
    remove: (id) => drop(entries.filter((one) => one.id === id)),
    clear: () => drop(entries),
  };
}
