/**
 * @file The order of what uses the memory of a backend. A step is normally done when it was begun; but if a chunk of
 * another thread takes long, the caller gives up waiting, so that the event loop can report the end of a thread. Until
 * that step is done, nothing else may use the memory.
 */

/** Goes on with a step; false if it gave up waiting. @throws Error if the step has failed */
export type GoOn = () => boolean;

export interface Turns {
  /** Begins a step after the one before it. @throws Error if one of them has failed */
  begin(goOn: GoOn): void;
  /** Waits until no step is being computed. @throws Error if it has failed */
  complete(): void;
  /** The same, whether it fails or not; what has failed is reported by all others. */
  end(): void;
  /** Waits without blocking the event loop. @throws Error if the step has failed */
  finish(): Promise<void>;
  /** The result of `read` as soon as no step is being computed, before the next one begins. */
  after<Result>(read: () => Result): Promise<Result>;
}

/** The next turn of the event loop. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

export function createTurns(): Turns {
  let current: GoOn | null = null;
  const readers: (() => void)[] = [];
  let failure: unknown = null;

  function advance(goOn: GoOn): void {
    current = goOn;
    try {
      if (!goOn()) return;
    } catch (error) {
      failure = error;
    }
    current = null;
    for (const reader of readers.splice(0)) reader();
    if (failure !== null) throw failure;
  }

  function complete(): void {
    while (current) advance(current);
    if (failure !== null) throw failure;
  }

  async function finish(): Promise<void> {
    while (current) {
      await turn();
      if (current) advance(current);
    }
    if (failure !== null) throw failure;
  }

  return {
    begin: (goOn) => {
      complete();
      advance(goOn);
    },
    complete,
    end: () => {
      try {
        complete();
      } catch {
        // Memory is freed also after a failure.
      }
    },
    finish,
    after: async <Result>(read: () => Result) => {
      if (failure !== null) throw failure;
      if (!current) return read();
      const result = new Promise<Result>((resolve) => {
        readers.push(() => resolve(read()));
      });
      await finish();
      return result;
    },
  };
}
