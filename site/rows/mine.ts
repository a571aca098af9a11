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
export function saveMine(hardware: readonly string[]): void {
  try {
    if (hardware.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, hardware.slice(0, MOST).join(','));
  } catch {
    // The address still carries them.
  }
}
