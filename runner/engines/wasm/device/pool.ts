/** @file The threads of a backend besides the caller's: started once, asleep between steps. */
import { createWords, LISTEN, openControl } from './control.ts';
import type { Loaded } from './instance.ts';
import { commandOf, type Message } from './thread.ts';

/** A thread as its owner sees it. */
export interface Thread {
  /** Sends a message. @throws Error if the thread cannot follow it, or has ended */
  ask(message: Message): Promise<void>;
  /** Calls back when the thread has ended by itself. */
  onEnd(handle: (reason: string) => void): void;
  terminate(): void;
}

/** Starts the script of a thread, which calls `serveThread`. */
export type StartThread = () => Thread;

export interface Pool {
  /** Threads, the caller's included. */
  threads: number;
  /** Sends a program to all threads and returns its number. */
  add(loaded: Loaded): Promise<number>;
  /** Wakes all threads to help with a program. */
  help(program: number, profile: boolean): void;
  /** Waits until no thread uses any program. @throws Error if a thread does not stop */
  settle(): void;
  /** Forgets a program after `settle`. */
  remove(program: number): void;
  /** Stops all threads, because the caller has failed. */
  fail(reason: string): void;
  /** The reason why a thread has failed, or null. */
  failure(): string | null;
  terminate(): void;
}

/** A chunk ends long before. */
const SETTLE_MS = 60_000;

/** @param threads the caller's included, at least 2. @throws Error if they do not start */
export async function createPool(threads: number, start: StartThread): Promise<Pool> {
  const control = openControl(createWords(threads));
  const { words } = control;
  const others = Array.from({ length: threads - 1 }, start);
  const forgotten: number[] = [];
  let programs = 0;
  let adding: Promise<unknown> = Promise.resolve();

  const terminate = () => {
    for (const other of others) other.terminate();
  };
  others.forEach((other, at) => {
    other.onEnd((reason) => control.fail(`thread ${at + 1} ended: ${reason}`));
  });

  function settle(): void {
    const newest = control.number();
    for (let thread = 1; thread < threads; thread++) {
      if (control.failure() !== null) return;
      if (control.settled(thread, newest, SETTLE_MS)) continue;
      throw new Error(`thread ${thread} of the WebAssembly engine does not respond; start the engine again`);
    }
  }

  async function add(loaded: Loaded): Promise<number> {
    const failure = control.failure();
    if (failure !== null) throw new Error(failure);
    settle();
    const number = programs++;
    const command = control.command(LISTEN);
    const forget = forgotten.splice(0);
    const answers = others.map((other) => other.ask({ kind: 'add', number, loaded, forget, command }));
    // All threads are back in their loop before an error is thrown.
    for (const answer of await Promise.allSettled(answers)) {
      if (answer.status === 'fulfilled') continue;
      forgotten.push(number);
      throw answer.reason;
    }
    return number;
  }

  try {
    await Promise.all(others.map((other, at) => other.ask({ kind: 'start', words, thread: at + 1 })));
  } catch (error) {
    terminate();
    throw error;
  }
  return {
    threads,
    // One after another, because a thread that waits for a message follows no command.
    add: (loaded) => {
      const added = adding.then(() => add(loaded));
      adding = added.catch(() => undefined);
      return added;
    },
    help: (program, profile) => {
      control.command(commandOf(program, profile));
    },
    settle,
    remove: (program) => {
      forgotten.push(program);
    },
    fail: control.fail,
    failure: control.failure,
    terminate,
  };
}
