/** @file Handles Ctrl-C: the first one stops the run and keeps finished results, the second one exits immediately. */

/** npm and the terminal may both deliver the same Ctrl-C; signals within this time count as one. */
const SAME_CTRL_C_MS = 400;
/** Exit code of a command that a signal ended. */
export const INTERRUPTED = 130;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  signal: AbortSignal;
  /** Restores the default handling of the signals. */
  release(): void;
}

/** @param onFirst Called on the first signal. */
export function catchInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let firstMs = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - firstMs > SAME_CTRL_C_MS) {
      // Exit handlers kill the worker processes.
      process.exit(INTERRUPTED);
    }
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
