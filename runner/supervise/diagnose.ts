/** @file Why a worker ended without a result: from its exit, its signal and its stderr to a status and one line. Pure. */
import { cleanName, cleanReason } from '../text/clean-text.ts';
import { isOutOfMemory } from '../text/symptoms.ts';
import type { Ended } from './process.ts';

export interface Breakdown {
  status: 'failed' | 'timeout' | 'out-of-memory';
  reason: string;
}

/** Traces, separators, what Google's logging calls information or a warning, and crashes that the signal tells anyway. */
const noise = new RegExp(
  [
    ...[
      /^[IW]\d{4} \d\d:/,
      /^\d{4}-\d\d-\d\d [\d:.]+: [IW] /,
      /^\s+at /,
      /^\s*\d+: 0x[0-9a-f]+ /,
      /^Node\.js v/,
    ],
    ...[/^\s*[\^~]+\s*$/, /^\s*$/, /^\(Use `node/, /^-{3,}/, /^=+.*=+$/, /^\s+File "/],
    ...[/^(?:Current thread|Thread) 0x/, /^Extension modules: /, /^During handling of the above exception/],
    ...[/^The above exception was/, /^Fatal Python error: (?:Aborted|Segmentation|Illegal|Bus|Floating)/],
  ]
    .map(({ source }) => source)
    .join('|'),
);
const telling =
  /error|fail|fatal|abort|memory|assert|panic|exception|cannot|could not|denied|not found|what\(\): /i;
/** What native code says on its way down; it tells more than an exception that was printed before. */
const lastWords = /^\s*what\(\): |assert\(|assertion .* failed|^(?:terminate called|fatal|abort|panic)/i;

/**
 * The line of stderr that most likely says what went wrong: what native code said last, else the exception of Python's
 * last traceback, else the last telling line, else the last one; null if none.
 */
export function lastUsefulLine(stderr: string): string | null {
  const all = stderr.split(/\r?\n/);
  const traceback = all.lastIndexOf('Traceback (most recent call last):');
  const useful = (lines: readonly string[]) => lines.filter((line) => !noise.test(line));
  if (traceback >= 0) {
    const below = all.slice(traceback + 1);
    // Messages of several lines begin with what matters.
    const at = below.findIndex((line) => /^\S/.test(line));
    const words = useful(below.slice(at + 1)).findLast((line) => lastWords.test(line));
    if (at >= 0) return words ?? below[at] ?? null;
  }
  const lines = useful(all);
  return lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? null;
}

/** The same on Windows. */
const ILLEGAL_INSTRUCTION = 0xc000001d;

/**
 * Judges a worker that gave no valid result.
 * @param kernelOomKills How many processes the kernel killed for memory meanwhile; null where it does not tell.
 */
export function diagnose(ended: Ended, deadlineMs: number, kernelOomKills: number | null): Breakdown {
  const line = lastUsefulLine(ended.stderr);
  const said = line === null ? '' : `; it said: ${cleanName(line, 600, '')}`;
  const because = (status: Breakdown['status'], what: string): Breakdown => ({
    status,
    reason: cleanReason(`${what}${said}`),
  });
  if (ended.how === 'not-started') return because('failed', 'the worker process could not be started');
  if (ended.how === 'deadline') {
    return because('timeout', `no result within the deadline of ${Math.round(deadlineMs / 1000)} s`);
  }
  if (ended.how === 'line-too-long') {
    return because('failed', 'the worker printed more than 1 MiB without a line break');
  }
  if (isOutOfMemory(ended.stderr))
    return because('out-of-memory', `the worker ran out of memory ${atPeak(ended)}`);
  if (ended.signal === 'SIGKILL') {
    return kernelOomKills === 0
      ? because(
          'failed',
          'the worker was killed (SIGKILL) from outside, not by the runner and not for memory',
        )
      : because(
          'out-of-memory',
          `the system killed the worker (SIGKILL), as it does when memory is short, ${atPeak(ended)}`,
        );
  }
  if (ended.signal === 'SIGILL' || ended.code === ILLEGAL_INSTRUCTION) {
    return because(
      'failed',
      'the worker died of SIGILL: this processor lacks instructions that the engine was compiled for',
    );
  }
  if (ended.signal !== null) return because('failed', `the worker died of ${ended.signal}`);
  if (ended.code === 0) return because('failed', 'the worker ended without giving a result');
  return because('failed', `the worker ended with exit code ${exitCode(ended.code)}`);
}

function atPeak(ended: Ended): string {
  return ended.peakRssBytes === null
    ? 'at an unknown size'
    : `at ${Math.round(ended.peakRssBytes / 1024 ** 2)} MiB`;
}

/** Windows reports crashes as large codes that are known by their hexadecimal form (0xC0000005). */
function exitCode(code: number | null): string {
  if (code === null) return 'unknown';
  return code > 255 ? `0x${code.toString(16).toUpperCase()}` : String(code);
}
