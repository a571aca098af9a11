/** @file Runs one worker process without a shell, reads its output line by line and ends its whole process group. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { killTree } from '../system/ask.ts';
import { atExit } from '../system/at-exit.ts';
import { readText } from '../system/files.ts';

/** The longest line that a worker may print. The largest valid message is about a tenth of this. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Number of characters kept from the end of a worker's stderr. */
const STDERR_TAIL_CHARACTERS = 16 * 1024;
/** Interval of reading the memory. Polling faster would disturb the measurement. */
const MEMORY_POLL_MS = 250;

export interface Job {
  command: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** Written to stdin as one line. Stdin stays open until the job is done, so that a worker notices if the runner dies. */
  input: string;
  /** Called with the id of the process once it runs. */
  onStart?: (pid: number) => void;
  /** Time limit for the whole job, including start-up. */
  deadlineMs: number;
  /** Ends the job immediately when aborted. */
  signal: AbortSignal;
  /** Handles one line of stdout. `done` lets the process exit by itself, `kill` ends it. */
  onLine: (line: string) => 'more' | 'done' | 'kill';
  /** Milliseconds that a process has to exit, after it is done and again after SIGTERM. */
  graceMs?: number;
}

/** How a job ended. */
export interface Ended {
  how: 'done' | 'killed' | 'exited' | 'deadline' | 'stopped' | 'line-too-long' | 'not-started';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of its stderr, or why it could not be started. */
  stderr: string;
  /** Peak resident set size as last read, in bytes; null if the system does not report it. */
  peakRssBytes: number | null;
}

/** Runs a job to its end. Never rejects. No process of its group is left when the promise resolves. */
export function runJob(job: Job): Promise<Ended> {
  if (job.signal.aborted)
    return Promise.resolve({ how: 'stopped', code: null, signal: null, stderr: '', peakRssBytes: null });
  return new Promise((resolve) => new RunningJob(job, resolve).start());
}

/** A child process from its start until its pipes are closed. */
class RunningJob {
  readonly #job: Job;
  readonly #child: ChildProcess & { stdin: Writable; stderr: Readable };
  readonly #resolve: (ended: Ended) => void;
  readonly #timers: NodeJS.Timeout[] = [];
  /** What ended it; null while it is running. */
  #how: Ended['how'] | null = null;
  #stderr = '';
  #forget = () => {};
  #peakRssBytes: number | null = null;

  constructor(job: Job, resolve: (ended: Ended) => void) {
    this.#job = job;
    this.#resolve = resolve;
    this.#child = spawn(job.command, job.args, {
      // In a separate process group, so that Ctrl-C reaches only the runner and the runner can end the whole group.
      detached: process.platform !== 'win32',
      env: { ...process.env, ...job.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  }

  start(): void {
    const { deadlineMs, signal, input } = this.#job;
    const child = this.#child;
    if (child.pid !== undefined) this.#job.onStart?.(child.pid);
    this.#forget = atExit(this.#kill);
    signal.addEventListener('abort', this.#stop);
    this.#timers.push(
      setInterval(this.#readMemory, MEMORY_POLL_MS),
      setTimeout(() => this.#end('deadline'), deadlineMs),
    );
    readLines(child, (line) => this.#take(line));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderr = (this.#stderr + chunk).slice(-STDERR_TAIL_CHARACTERS);
    });
    // A worker that dies before reading its request breaks the pipe; its exit code gives the reason.
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${input}\n`);
    child.on('error', (error) => {
      if (child.pid !== undefined) return;
      this.#stderr = error.message;
      this.#settle({ code: null, signal: null }, 'not-started');
    });
    // Processes started by the worker may keep its pipes open: end the rest of the group to close them.
    child.on('exit', this.#kill);
    child.on('close', (code, closing) => this.#settle({ code, signal: closing }, 'exited'));
  }

  readonly #kill = (): void => killTree(this.#child);
  readonly #stop = (): void => this.#end('stopped');
  readonly #readMemory = (): void => {
    this.#peakRssBytes = Math.max(this.#peakRssBytes ?? 0, readPeakRss(this.#child.pid) ?? 0) || null;
  };
  readonly #terminate = (): void => {
    killTree(this.#child, 'SIGTERM');
    this.#timers.push(setTimeout(this.#kill, this.#graceMs));
  };

  get #graceMs(): number {
    return this.#job.graceMs ?? 2000;
  }

  /** @param line Null if it exceeded the limit. */
  #take(line: string | null): void {
    if (this.#how !== null) return;
    if (line === null) {
      this.#end('line-too-long');
      return;
    }
    const next = this.#job.onLine(line);
    if (next !== 'more') this.#end(next === 'done' ? 'done' : 'killed');
  }

  /** Only the first call has an effect. A process that is done gets time to exit by itself. */
  #end(how: Ended['how']): void {
    if (this.#how !== null) return;
    this.#how = how;
    this.#readMemory();
    this.#child.stdin.end();
    if (how === 'done') this.#timers.push(setTimeout(this.#terminate, this.#graceMs));
    else this.#terminate();
  }

  #settle(ended: Pick<Ended, 'code' | 'signal'>, how: Ended['how']): void {
    this.#forget();
    this.#job.signal.removeEventListener('abort', this.#stop);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#resolve({
      how: this.#how ?? how,
      ...ended,
      stderr: this.#stderr,
      peakRssBytes: this.#peakRssBytes,
    });
  }
}

/** Calls `onLine` with each line of stdout. If a line exceeds the limit, calls it with null and stops reading. */
function readLines(child: ChildProcess, onLine: (line: string | null) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let overflowed = false;
  const flush = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    if (overflowed) return;
    flush(decoder.write(chunk));
    if (rest.length > MAX_LINE_BYTES) {
      overflowed = true;
      rest = '';
      onLine(null);
    }
  });
  child.stdout?.on('end', () => {
    if (!overflowed) flush(`${decoder.end()}\n`);
  });
}

/** Peak resident set size (VmHWM) of a running Linux process in bytes; null on other systems. */
export function readPeakRss(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
