/** @file A power meter that runs a command and reads watts from the lines it prints. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { performanceClock } from '../measure/clock.ts';
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
}

const STDERR_TAIL_CHARACTERS = 2000;

/** Creates the meter. If the command hangs, ends or prints invalid output, the meter is lost and the command killed. */
export function commandMeter({ command, args, parser, silenceMs = 10_000, ...facts }: CommandMeter): Meter {
  return {
    ...facts,
    start(onReading, onLost) {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
      const parse = parser();
      let stderr = '';
      const kill = () => {
        child.kill('SIGKILL');
      };
      process.on('exit', kill);
      const stop = () => {
        clearTimeout(silence);
        process.off('exit', kill);
        lines.removeAllListeners('line');
        lines.close();
        // A command under sudo cannot be killed from here; it ends when its output pipe is closed.
        child.stdout.destroy();
        child.stderr.destroy();
        kill();
        child.unref();
      };
      let lost = (reason: string) => {
        lost = () => {};
        stop();
        onLost(cleanName(`${facts.name} ${reason}`, 300, 'no reason was given'));
      };
      const silence = setTimeout(() => lost(`gave no reading for ${silenceMs / 1000} s`), silenceMs);
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => {
        try {
          const watts = parse(line);
          if (watts === null) return;
          silence.refresh();
          onReading({ atNs: performanceClock.nowNs(), watts });
        } catch (error) {
          lost(error instanceof Error ? error.message : String(error));
        }
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr = (stderr + chunk).slice(-STDERR_TAIL_CHARACTERS);
      });
      child.on('error', (error) => lost(`could not be started (${error.message})`));
      child.on('close', (code, signal) => {
        const lastLine = stderr.trim().split('\n').at(-1) ?? '';
        lost(`ended with ${signal ?? `exit code ${code}`}${lastLine === '' ? '' : `: ${lastLine}`}`);
      });
      return () => {
        lost = () => {};
        stop();
      };
    },
  };
}
