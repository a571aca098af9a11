/** @file What a click changes out of sight, or that nobody reads at once, waits until the visitor rests. */
import { startTransition, useEffect, useState } from 'react';

/** Rest in milliseconds after the last change. */
const REST_MS = 250;

const waiting = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** All that waits is drawn together: each frame of its own would take a layout and a painting of the page. */
function draw(): void {
  const calls = [...waiting];
  waiting.clear();
  startTransition(() => {
    for (const call of calls) call();
  });
}

/** Calls a function that changes React state once the visitor rests. Returns what calls it off. */
export function atRest(call: () => void): () => void {
  waiting.add(call);
  clearTimeout(timer);
  timer = setTimeout(draw, REST_MS);
  return () => void waiting.delete(call);
}

/** A value that changes when the visitor rests. */
export function useAtRest<Value>(value: Value): Value {
  const [drawn, setDrawn] = useState(value);
  useEffect(() => (drawn === value ? undefined : atRest(() => setDrawn(value))), [drawn, value]);
  return drawn;
}
