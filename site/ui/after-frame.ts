/** @file What a click changes beside the frame that answers it waits until that frame is drawn. */
import { startTransition, useEffect, useState } from 'react';

/** Milliseconds from the start of a frame, in which it is drawn even where that is slow. */
const DRAWN_MS = 50;

/** Calls a function once the next frame is drawn; a hidden page draws none. Returns what calls it off. */
export function afterFrame(call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    timer = setTimeout(call, DRAWN_MS);
  };
  const frame = document.hidden ? later() : requestAnimationFrame(later);
  return () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** A value that changes one frame later, for parts that nobody reads or uses within a frame. */
export function useAfterFrame<Value>(value: Value): Value {
  const [drawn, setDrawn] = useState(value);
  useEffect(() => afterFrame(() => startTransition(() => setDrawn(value))), [value]);
  return drawn;
}
