/** @file A meter that is a command: it prints a line now and then, some of which tell watts. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { performanceClock } from '../measure/clock.ts';
import { cleanName } from '../text/clean-text.ts';
import type { Meter } from './meter.ts';

interface CommandMeter extends Omit<Meter, 'start'> {
  command: string;
  args: readonly string[];
  /** Watts of a line, null where it tells of something else; throws where it should tell watts and does not. */
  parse: (line: string) => number | null;
  /** A command that is silent for so long has hung. */
  silenceMs?: number;
}

const STDERR_TAIL_CHARACTERS = 2000;

/** A meter that hangs, prints rubbish or ends is lost, with the reason; its command never outlives it. */
export function commandMeter({ command, args, parse, silenceMs = 10_000, ...facts }: CommandMeter): Meter {
  return {
    ...facts,
    start(onReading, onLost) {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
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
        // One that runs with other rights (sudo) cannot be killed: it ends when it finds its pipe closed.
        child.stdout.destroy();
        child.stderr.destroy();
        kill();
        child.unref();
      };
      let lost = (why: string) => {
        lost = () => {};
        stop();
        onLost(cleanName(`${facts.name} ${why}`, 300, 'no reason was given'));
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
        const said = stderr.trim().split('\n').at(-1) ?? '';
        lost(`ended with ${signal ?? `exit code ${code}`}${said === '' ? '' : `: ${said}`}`);
      });
      return () => {
        lost = () => {};
        stop();
      };
    },
  };
}
