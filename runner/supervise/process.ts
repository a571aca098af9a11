/** @file One worker process and everything it starts: spawned without a shell, read line by line, ended for certain. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** The longest line that a worker may print: the largest valid message is about a tenth of it. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** What is kept of a worker's stderr, from its end. */
const STDERR_TAIL_CHARACTERS = 16 * 1024;
/** Memory is read this often; a faster poll would disturb what is measured. */
const MEMORY_POLL_MS = 250;

export interface Job {
  command: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** Written to stdin as one line; stdin stays open until the job is done, so a worker can see the runner die. */
  input: string;
  /** Time for everything, start-up included. */
  deadlineMs: number;
  /** Ends the job at once. */
  signal: AbortSignal;
  /** Judges one line of stdout: `done` lets the process leave by itself, `kill` ends it. */
  onLine: (line: string) => 'more' | 'done' | 'kill';
  /** How long a process may take to leave, after it was done and again after SIGTERM. */
  graceMs?: number;
}

/** How a job ended. */
export interface Ended {
  how: 'done' | 'killed' | 'exited' | 'deadline' | 'stopped' | 'line-too-long' | 'not-started';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** End of what it printed on stderr, or why it could not be started. */
  stderr: string;
  /** Resident set high-water mark as last seen; null where the system does not tell. */
  peakRssBytes: number | null;
}

/** Runs a job to its end. Never rejects: whatever happens is an `Ended`. No process of its group outlives the promise. */
export function runJob(job: Job): Promise<Ended> {
  if (job.signal.aborted)
    return Promise.resolve({ how: 'stopped', code: null, signal: null, stderr: '', peakRssBytes: null });
  return new Promise((resolve) => new RunningJob(job, resolve).start());
}

/** A child process from its start to the close of its pipes. */
class RunningJob {
  readonly #job: Job;
  readonly #child: ChildProcess & { stdin: Writable; stderr: Readable };
  readonly #resolve: (ended: Ended) => void;
  readonly #timers: NodeJS.Timeout[] = [];
  /** What ended it; null while it runs. */
  #how: Ended['how'] | null = null;
  #stderr = '';
  #peakRssBytes: number | null = null;

  constructor(job: Job, resolve: (ended: Ended) => void) {
    this.#job = job;
    this.#resolve = resolve;
    this.#child = spawn(job.command, job.args, {
      // A group of its own: a Ctrl-C of the terminal reaches only the runner, and the runner can end the whole group.
      detached: process.platform !== 'win32',
      env: { ...process.env, ...job.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  }

  start(): void {
    const { deadlineMs, signal, input } = this.#job;
    const child = this.#child;
    process.on('exit', this.#kill);
    signal.addEventListener('abort', this.#stop);
    this.#timers.push(
      setInterval(this.#readMemory, MEMORY_POLL_MS),
      setTimeout(() => this.#end('deadline'), deadlineMs),
    );
    readLines(child, (line) => this.#take(line));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderr = (this.#stderr + chunk).slice(-STDERR_TAIL_CHARACTERS);
    });
    // A worker that dies before it reads its request breaks the pipe; its exit says why.
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${input}\n`);
    child.on('error', (error) => {
      if (child.pid !== undefined) return;
      this.#stderr = error.message;
      this.#settle({ code: null, signal: null }, 'not-started');
    });
    // What the worker started may hold its pipes open: end the rest of the group, then the pipes close.
    child.on('exit', this.#kill);
    child.on('close', (code, closing) => this.#settle({ code, signal: closing }, 'exited'));
  }

  readonly #kill = (): void => endGroup(this.#child, 'SIGKILL');
  readonly #stop = (): void => this.#end('stopped');
  readonly #readMemory = (): void => {
    this.#peakRssBytes = Math.max(this.#peakRssBytes ?? 0, readPeakRss(this.#child.pid) ?? 0) || null;
  };
  readonly #terminate = (): void => {
    endGroup(this.#child, 'SIGTERM');
    this.#timers.push(setTimeout(this.#kill, this.#graceMs));
  };

  get #graceMs(): number {
    return this.#job.graceMs ?? 2000;
  }

  /** @param line null where it grew past the bound. */
  #take(line: string | null): void {
    if (this.#how !== null) return;
    if (line === null) {
      this.#end('line-too-long');
      return;
    }
    const verdict = this.#job.onLine(line);
    if (verdict !== 'more') this.#end(verdict === 'done' ? 'done' : 'killed');
  }

  /** Only the first call counts. A job that is done may leave by itself first. */
  #end(how: Ended['how']): void {
    if (this.#how !== null) return;
    this.#how = how;
    this.#readMemory();
    this.#child.stdin.end();
    if (how === 'done') this.#timers.push(setTimeout(this.#terminate, this.#graceMs));
    else this.#terminate();
  }

  #settle(ended: Pick<Ended, 'code' | 'signal'>, how: Ended['how']): void {
    process.off('exit', this.#kill);
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

/** Calls back with each line of stdout, or once with null when a line grows past the bound (and reads no further). */
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

/** Signals the process and everything it started. */
function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    } else {
      process.kill(-child.pid, signal);
    }
  } catch {
    // ESRCH: the group is gone, which is what was wanted.
  }
}

/** VmHWM of a live Linux process in bytes; null elsewhere. */
function readPeakRss(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
