/** @file Pairs the messages to a thread with its answers. */
import type { Thread } from './pool.ts';
import type { Answer, Message } from './thread.ts';

/** What a thread is in Node and in browsers. */
export interface ThreadPort {
  post(message: Message): void;
  terminate(): void;
}

export interface AskedThread {
  thread: Thread;
  /** To be called for each message from the thread. */
  answered(answer: Answer): void;
  /** To be called when the thread has ended. */
  ended(reason: string): void;
}

/** A thread whose port reports answers and its end. */
export function createThread({ post, terminate }: ThreadPort): AskedThread {
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const handlers: ((reason: string) => void)[] = [];
  let end: string | null = null;
  const endError = (reason: string) => new Error(`a thread of the WebAssembly engine ended: ${reason}`);
  return {
    thread: {
      ask: (message) => {
        if (end !== null) return Promise.reject(endError(end));
        return new Promise((resolve, reject) => {
          waiting.push({ resolve, reject });
          post(message);
        });
      },
      onEnd: (handle) => handlers.push(handle),
      terminate: () => {
        end ??= 'it was terminated';
        terminate();
      },
    },
    answered: (answer) => {
      const asked = waiting.shift();
      if (answer === null) asked?.resolve();
      else asked?.reject(new Error(`a thread of the WebAssembly engine failed: ${answer}`));
    },
    ended: (reason) => {
      if (end !== null) return;
      end = reason;
      for (const { reject } of waiting.splice(0)) reject(endError(reason));
      for (const handle of handlers) handle(reason);
    },
  };
}
