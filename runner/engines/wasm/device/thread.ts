/** @file What a thread does: waits for a command in shared memory, helps with a program, waits again. */
import { LISTEN, openControl } from './control.ts';
import { type Instance, instantiate, type Loaded } from './instance.ts';
import { describeTrap } from './trap.ts';

/** To a thread. It answers each message once. */
export type Message =
  /** The first one; `thread` counts from 1, because the caller is thread 0. */
  | { kind: 'start'; words: Int32Array<SharedArrayBuffer>; thread: number }
  /** Adds a program and forgets others; `command` is the number of the newest one. */
  | { kind: 'add'; number: number; loaded: Loaded; forget: readonly number[]; command: number };

/** Null, or why the message could not be followed. */
export type Answer = string | null;

export interface Port {
  answer(answer: Answer): void;
  onMessage(handle: (message: Message) => void): void;
}

/** The command to run a program, or to run its profile. */
export const commandOf = (program: number, profile: boolean): number => 2 * program + (profile ? 1 : 0);

/** Serves a thread until it is terminated. Between messages its event loop stands still. */
export function serveThread(port: Port): void {
  const programs = new Map<number, Instance>();
  let control: ReturnType<typeof openControl> | null = null;
  let [thread, seen] = [0, 0];

  /** Helps until nothing is left to do. A driver gives up while a chunk of another thread takes long. */
  function help(command: number): void {
    const program = programs.get(command >> 1);
    if (!program) return;
    const drive = command % 2 === 1 ? program.profile : program.run;
    while (drive(0) === 1 && control!.failure() === null);
  }

  function loop(): void {
    for (;;) {
      seen = control!.next(seen);
      const command = control!.what();
      if (command === LISTEN) return;
      try {
        help(command);
      } catch (error) {
        control!.fail(`thread ${thread}: ${describeTrap(error)}`);
      }
      control!.handled(thread, seen);
    }
  }

  function follow(message: Message): void {
    if (message.kind === 'start') {
      control = openControl(message.words);
      thread = message.thread;
      seen = control.number();
    } else {
      for (const number of message.forget) programs.delete(number);
      seen = message.command;
      programs.set(message.number, instantiate(message.loaded, thread));
    }
  }

  port.onMessage((message) => {
    let answer: Answer = null;
    try {
      follow(message);
    } catch (error) {
      answer = String(error);
    }
    control!.handled(thread, seen);
    port.answer(answer);
    loop();
  });
}
