/** @file What a click does beside drawing the frame that answers it waits until that frame is drawn. */

/** Milliseconds from the start of a frame, in which it is drawn even where that is slow. */
const DRAWN_MS = 50;

/** Calls a function once the next frame is drawn; a hidden page draws none. */
export function afterFrame(call: () => void): void {
  const later = () => void setTimeout(call, DRAWN_MS);
  if (document.hidden) later();
  else requestAnimationFrame(later);
}
