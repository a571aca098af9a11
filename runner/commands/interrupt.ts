/** @file Ctrl-C: the first stops the run and keeps what is finished, the second ends at once. */

/** npm and the terminal may both deliver the same Ctrl-C. */
const SAME_CTRL_C_MS = 400;
const INTERRUPTED = 130;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  signal: AbortSignal;
  /** Gives the signals back to their default. */
  release(): void;
}

/** @param onFirst Called at the first signal. */
export function catchInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let firstMs = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - firstMs > SAME_CTRL_C_MS) {
      // Worker processes are killed by the exit handlers of their jobs.
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
