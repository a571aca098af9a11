/**
 * @file Measures only while the page is visible: browsers slow a hidden page down, so what ran while it was hidden is measured
 * again.
 */

/** Whether the page is hidden; replaced in tests. */
export interface Visibility {
  hidden(): boolean;
  /** Calls back whenever the page is hidden or shown, until the returned function is called. */
  listen(changed: () => void): () => void;
}

/** Resolves as soon as the page is visible or the signal is aborted. */
export function untilVisible(visibility: Visibility, signal: AbortSignal): Promise<void> {
  if (!visibility.hidden() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      if (visibility.hidden() && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = visibility.listen(end);
    signal.addEventListener('abort', end);
  });
}

/** A signal that is aborted when the page is hidden, and with `signal`. Call `end` when it is no longer needed. */
export function abortedWhenHidden(
  visibility: Visibility,
  signal: AbortSignal,
): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const stop = visibility.listen(() => visibility.hidden() && abort());
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  return {
    signal: controller.signal,
    end: () => {
      stop();
      signal.removeEventListener('abort', abort);
    },
  };
}
