/**
 * @file "My machine": the chips that the visitor says are theirs, by catalogue id. Kept in this browser and carried by links
 * as `mine=id,id`, so that a link shows the same to everyone.
 */

const KEY = 'trainmark.mine';
const PARAMETER = 'mine';

/** Chips of one machine that are kept: a CPU and a few GPUs. */
const MOST = 6;

const ids = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .filter((id) => /^[a-z0-9][a-z0-9.-]{0,79}$/.test(id))
    .slice(0, MOST);

/** The chips of the address if it names some, else those kept in this browser. */
export function readMine(search: string): string[] {
  const parameters = new URLSearchParams(search);
  if (parameters.has(PARAMETER)) return ids(parameters.get(PARAMETER));
  try {
    return ids(localStorage.getItem(KEY));
  } catch {
    // A browser may forbid the storage.
    return [];
  }
}

/** Keeps the chips in this browser; an empty list forgets them. Does nothing where the browser forbids it. */
function saveMine(hardware: readonly string[]): void {
  try {
    if (hardware.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, hardware.slice(0, MOST).join(','));
  } catch {
    // The address still carries them.
  }
}

const CHANGED = 'trainmark:mine';

/**
 * Keeps the chips and tells the page. True if a part of the page shows them (it listens by `onMine`) and takes them into its
 * address; false if nothing does.
 */
export function announceMine(hardware: readonly string[]): boolean {
  saveMine(hardware);
  return !dispatchEvent(new CustomEvent(CHANGED, { detail: [...hardware], cancelable: true }));
}

/**
 * Calls `show` whenever the chips change on this page; returns what ends it.
 * @param show Returns false if the part only notes the change and does not show the chips among results.
 */
export function onMine(show: (hardware: string[]) => boolean): () => void {
  const listener = (event: Event) => {
    if (show((event as CustomEvent<string[]>).detail)) event.preventDefault();
  };
  addEventListener(CHANGED, listener);
  return () => removeEventListener(CHANGED, listener);
}
