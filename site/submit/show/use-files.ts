/** @file The files of the page, which are dropped anywhere on it, pasted or chosen. */
import { useEffect, useEffectEvent, useState } from 'react';
import { type Check, createQueue, type Entry, MOST_FILES } from '../check/queue.ts';
import { loadReport } from './FileReport.tsx';
import { filesOf } from './given.ts';

const loadSession = () => import('../check/session.ts');

const check: Check = async (...file) => {
  const [{ checkDropped }] = await Promise.all([loadSession(), loadReport()]);
  await checkDropped(...file);
};

export interface Files {
  entries: readonly Entry[];
  /** What became of the last drop, if not all of it is among the entries. */
  note: string | null;
  /** Whether something is held over the page. */
  over: boolean;
  take(files: readonly File[]): void;
  remove(id: number): void;
  again(id: number): void;
  clear(): void;
}

function noteOn({ length }: readonly File[]): string | null {
  if (length === 0)
    return 'There is no JSON file in it: drop the file that npm run bench or the quick test wrote.';
  return length > MOST_FILES ? `Only the first ${MOST_FILES} of ${length} files are read.` : null;
}

export function useFiles(): Files {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [note, setNote] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const [queue] = useState(() => createQueue(check, setEntries));
  const take = (files: readonly File[]) => {
    setNote(noteOn(files));
    queue.add(files);
  };
  // Early, so that a file can be checked when the network is gone.
  useEffect(() => void loadSession().catch(() => {}), []);
  useGiven(take, setOver);
  return {
    ...{ entries, note, over, take },
    remove: queue.remove,
    again: queue.again,
    clear: () => {
      setNote(null);
      queue.clear();
    },
  };
}

/** The whole page takes a drop: a browser would leave it and open a file that misses the box. It takes a paste, too. */
function useGiven(onFiles: (files: readonly File[]) => void, onOver: (over: boolean) => void): void {
  const hover = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    onOver(true);
  });
  const leave = useEffectEvent((event: DragEvent) => {
    // Null outside of the window.
    if (event.relatedTarget === null) onOver(false);
  });
  const drop = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    onOver(false);
    if (event.dataTransfer !== null) void filesOf(event.dataTransfer).then(onFiles);
  });
  const paste = useEffectEvent(({ clipboardData }: ClipboardEvent) => {
    if (clipboardData !== null) void filesOf(clipboardData).then(onFiles);
  });
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener('dragover', (event) => hover(event), { signal });
    document.addEventListener('dragleave', (event) => leave(event), { signal });
    document.addEventListener('drop', (event) => drop(event), { signal });
    document.addEventListener('paste', (event) => paste(event), { signal });
    return () => listeners.abort();
  }, []);
}
