/** @file A process that runs one engine until it is closed, and answers one command at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { readPeakRss } from '../../../../runner/supervise/process.ts';
import type { Command, Reply } from './messages.ts';

/** How to start it. */
export interface Program {
  command: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
}

const replySchema: z.ZodType<Reply> = z.union([
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ error: z.string() }),
]);

/** Characters kept from the end of its stderr, for messages. */
const STDERR_TAIL = 2000;

export class EngineProcess {
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #nextReply: () => Promise<Reply>;

  private constructor(child: ChildProcess, nextReply: () => Promise<Reply>, version: string) {
    this.#child = child;
    this.#nextReply = nextReply;
    this.version = version;
  }

  /** Resolves when the engine has started. @throws Error if it does not start */
  static async start({ command, args, environment }: Program): Promise<EngineProcess> {
    const child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const nextReply = repliesOf(child);
    const kill = () => child.kill();
    process.on('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    const version = z.string().parse(valueIn(await nextReply()));
    return new EngineProcess(child, nextReply, version);
  }

  /** @throws Error if the engine cannot do it, or if the process has ended */
  async ask(command: Command): Promise<unknown> {
    this.#child.stdin!.write(`${JSON.stringify(command)}\n`);
    return valueIn(await this.#nextReply());
  }

  /** Of the process so far, in bytes; null where the system does not tell. */
  peakRss(): number | null {
    return readPeakRss(this.#child.pid);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
  }
}

function valueIn(reply: Reply): unknown {
  if ('error' in reply) throw new Error(reply.error);
  return reply.value;
}

/** The next reply on stdout; an error if the process ends first. */
function repliesOf(child: ChildProcess): () => Promise<Reply> {
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-STDERR_TAIL);
  });
  // A process that has ended breaks the pipe; the end of its stdout says so.
  child.stdin!.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const failed = new Promise<Reply>((resolve) => {
    child.once('error', ({ message }) => resolve({ error: message }));
  });
  const next = async (): Promise<Reply> => {
    const line = await lines.next();
    if (!line.done) return replySchema.parse(JSON.parse(line.value));
    const { signalCode, exitCode } = child;
    const last = stderr.trim().split('\n').at(-1);
    return { error: `the process ended (${signalCode ?? exitCode}): ${last}` };
  };
  return () => Promise.race([next(), failed]);
}
