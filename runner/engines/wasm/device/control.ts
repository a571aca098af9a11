/** @file What the caller tells its threads in memory that they share: a number of the command, and what to run. */

/** Integers before the text, each used one in a cache line of its own. */
const LINE = 16;
const NUMBER = 0;
const COMMAND = LINE;
const FAILED = 2 * LINE;
const HANDLED = 3 * LINE;

const TEXT_BYTES = 1024;

/** The command to leave the loop and wait for a message; others are numbers of programs. */
export const LISTEN = -1;

/** About 20 microseconds: a thread that sleeps takes as long to wake up. */
const SPINS = 2000;

export interface Control {
  /** As integers, which can be sent to a thread. */
  words: Int32Array<SharedArrayBuffer>;
  /** Gives a command to all threads and returns its number. */
  command(what: number): number;
  /** The number of the newest command. */
  number(): number;
  /** What the newest command says. */
  what(): number;
  /** Waits for a command that is not number `seen`, and returns its number. */
  next(seen: number): number;
  /** Notes that a thread has handled a command. */
  handled(thread: number, number: number): void;
  /** Waits until a thread has handled a command; false if that takes longer. */
  settled(thread: number, number: number, patienceMs: number): boolean;
  /** Notes the first failure. */
  fail(text: string): void;
  /** The text of the first failure, or null. */
  failure(): string | null;
}

export function createWords(threads: number): Int32Array<SharedArrayBuffer> {
  const bytes = (HANDLED + threads * LINE) * Int32Array.BYTES_PER_ELEMENT + TEXT_BYTES;
  return new Int32Array(new SharedArrayBuffer(bytes));
}

export function openControl(words: Int32Array<SharedArrayBuffer>): Control {
  const text = new Uint8Array(words.buffer, words.byteLength - TEXT_BYTES);
  return {
    words,
    command: (what) => {
      Atomics.store(words, COMMAND, what);
      const number = Atomics.add(words, NUMBER, 1) + 1;
      Atomics.notify(words, NUMBER);
      return number;
    },
    number: () => Atomics.load(words, NUMBER),
    what: () => Atomics.load(words, COMMAND),
    next: (seen) => {
      for (let spin = 0; spin < SPINS; spin++) {
        const number = Atomics.load(words, NUMBER);
        if (number !== seen) return number;
      }
      while (Atomics.load(words, NUMBER) === seen) Atomics.wait(words, NUMBER, seen);
      return Atomics.load(words, NUMBER);
    },
    handled: (thread, number) => {
      Atomics.store(words, HANDLED + thread * LINE, number);
      Atomics.notify(words, HANDLED + thread * LINE);
    },
    settled: (thread, number, patienceMs) => {
      const at = HANDLED + thread * LINE;
      const until = performance.now() + patienceMs;
      for (let left = patienceMs; left > 0; left = until - performance.now()) {
        const handled = Atomics.load(words, at);
        if (handled === number) return true;
        Atomics.wait(words, at, handled, left);
      }
      return false;
    },
    fail: (reason) => {
      if (Atomics.compareExchange(words, FAILED, 0, 1) !== 0) return;
      text.set(new TextEncoder().encode(reason).subarray(0, TEXT_BYTES));
      Atomics.store(words, FAILED, 2);
    },
    failure: () => {
      if (Atomics.load(words, FAILED) !== 2) return null;
      const end = text.indexOf(0);
      return new TextDecoder().decode(text.slice(0, end < 0 ? TEXT_BYTES : end));
    },
  };
}
