/** @file Ends what this process has started if it exits first. */

const ends = new Set<() => void>();

/** One listener for all: Node warns of a leak from the eleventh on, and as many engines are probed at once. */
function endAll(): void {
  for (const end of ends) end();
}

/** Calls `end` when this process exits. Returns a function that takes that back. */
export function atExit(end: () => void): () => void {
  if (ends.size === 0) process.on('exit', endAll);
  ends.add(end);
  return () => {
    ends.delete(end);
    if (ends.size === 0) process.off('exit', endAll);
  };
}
