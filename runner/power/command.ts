/** @file A power meter that runs a command and reads watts from the lines it prints. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { performanceClock } from '../measure/clock.ts';
import { killTree } from '../system/ask.ts';
import { atExit } from '../system/at-exit.ts';
import { cleanName } from '../text/clean-text.ts';
import type { Meter } from './meter.ts';

/** Returns the watts of a line, or null for a line about something else; throws if the watts are invalid. */
type Parse = (line: string) => number | null;

interface CommandMeter extends Omit<Meter, 'start'> {
  command: string;
  args: readonly string[];
  /** Called once per start; the returned function may remember earlier lines. */
  parser: () => Parse;
  /** The meter is lost if it gives no reading for this long. */
  silenceMs?: number;
  /**
   * Whether the command gets a process group, so that its children end with it; true by default. Not under sudo, which would
   * no longer know the terminal on which the password was given.
   */
  ownGroup?: boolean;
}

const STDERR_TAIL_CHARACTERS = 2000;
/** Every meter prints shorter lines and fewer of them; more is a fault that would fill the memory. */
const LONGEST_LINE = 65_536;
const MOST_LINES_PER_SECOND = 5000;

/** Creates the meter. If the command hangs, ends or prints invalid output, the meter is lost and the command killed. */
export function commandMeter({
  command,
  args,
  parser,
  silenceMs = 10_000,
  ownGroup = true,
  ...facts
}: CommandMeter): Meter {
  return {
    ...facts,
    start(onReading, onLost) {
      const child = spawn(command, args, {
        detached: ownGroup && process.platform !== 'win32',
        // Numbers with a decimal point, whatever the language of the system.
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const kill = () => void (ownGroup ? killTree(child) : child.kill('SIGKILL'));
      const lost = (reason: string) =>
        onLost(cleanName(`${facts.name} ${reason}`, 300, 'no reason was given'));
      const running = new RunningMeter(child, kill, silenceMs, lost);
      running.read(parser(), onReading);
      return () => running.stop();
    },
  };
}

/** A command from its start until it is stopped or lost. */
class RunningMeter {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #kill: () => void;
  readonly #onLost: (reason: string) => void;
  readonly #forget: () => void;
  readonly #silence: NodeJS.Timeout;
  #stderr = '';
  #open = true;

  constructor(
    child: ChildProcessByStdio<null, Readable, Readable>,
    kill: () => void,
    silenceMs: number,
    onLost: (reason: string) => void,
  ) {
    this.#child = child;
    this.#kill = kill;
    this.#onLost = onLost;
    this.#forget = atExit(kill);
    this.#silence = setTimeout(() => this.#lose(`gave no reading for ${silenceMs / 1000} s`), silenceMs);
  }

  read(parse: Parse, onReading: Parameters<Meter['start']>[0]): void {
    const split = lineSplitter();
    const readLine = (line: string) => {
      const watts = parse(line);
      if (watts === null) return;
      this.#silence.refresh();
      onReading({ atNs: performanceClock.nowNs(), watts });
    };
    const child = this.#child;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      try {
        for (const line of split(chunk)) if (this.#open) readLine(line);
      } catch (error) {
        this.#lose(error instanceof Error ? error.message : String(error));
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderr = (this.#stderr + chunk).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.on('error', (error) => this.#lose(`could not be started (${error.message})`));
    child.on('close', (code, signal) => {
      const lastLine = this.#stderr.trim().split('\n').at(-1) ?? '';
      this.#lose(`ended with ${signal ?? `exit code ${code}`}${lastLine === '' ? '' : `: ${lastLine}`}`);
    });
  }

  /** Ends the command; only the first call has an effect. */
  stop(): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#silence);
    this.#forget();
    // A command under sudo cannot be killed from here; it ends when its output pipe is closed.
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    this.#kill();
    this.#child.unref();
  }

  #lose(reason: string): void {
    if (!this.#open) return;
    this.stop();
    this.#onLost(reason);
  }
}

/**
 * Returns a function that gets each piece of an output and returns the lines that it completes. Throws for an output that is
 * not that of a meter.
 */
function lineSplitter(): (chunk: string) => string[] {
  let rest = '';
  let second = 0;
  let count = 0;
  return (chunk) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error(`printed a line of more than ${LONGEST_LINE} characters`);
    const now = Math.floor(performanceClock.nowNs() / 1e9);
    count = now === second ? count + lines.length : lines.length;
    second = now;
    if (count > MOST_LINES_PER_SECOND)
      throw new Error(`printed more than ${MOST_LINES_PER_SECOND} lines in a second`);
    return lines;
  };
}
