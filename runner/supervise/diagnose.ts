/** @file Diagnoses why a worker ended without a result, from its exit code, signal and stderr. Pure. */
import { cleanName, cleanReason } from '../text/clean-text.ts';
import { isOutOfMemory } from '../text/symptoms.ts';
import type { Ended } from './process.ts';

export interface Breakdown {
  status: 'failed' | 'timeout' | 'out-of-memory';
  reason: string;
}

/** Lines to ignore: stack traces, separators, info and warning lines of Google logging, crashes that the signal shows. */
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
const errorLine =
  /error|fail|fatal|abort|memory|assert|panic|exception|cannot|could not|denied|not found|what\(\): /i;
/** Lines that native code prints when it crashes; more useful than an exception printed before them. */
const crashLine = /^\s*what\(\): |assert\(|assertion .* failed|^(?:terminate called|fatal|abort|panic)/i;

/**
 * The line of stderr that most likely explains the failure: a crash line of native code after Python's last traceback, else
 * the exception of that traceback, else the last line that looks like an error, else the last line; null if there is none.
 */
export function lastUsefulLine(stderr: string): string | null {
  const all = stderr.split(/\r?\n/);
  const traceback = all.lastIndexOf('Traceback (most recent call last):');
  const useful = (lines: readonly string[]) => lines.filter((line) => !noise.test(line));
  if (traceback >= 0) {
    const below = all.slice(traceback + 1);
    // The first line of a message of several lines matters most.
    const at = below.findIndex((line) => /^\S/.test(line));
    const crash = useful(below.slice(at + 1)).findLast((line) => crashLine.test(line));
    if (at >= 0) return crash ?? below[at] ?? null;
  }
  const lines = useful(all);
  return lines.findLast((line) => errorLine.test(line)) ?? lines.at(-1) ?? null;
}

/** Exit code on Windows for an illegal instruction (STATUS_ILLEGAL_INSTRUCTION). */
const ILLEGAL_INSTRUCTION = 0xc000001d;

/**
 * Diagnoses a worker that gave no valid result.
 * @param kernelOomKills Processes that the kernel killed for lack of memory in the meantime; null if unknown.
 */
export function diagnose(ended: Ended, deadlineMs: number, kernelOomKills: number | null): Breakdown {
  const line = lastUsefulLine(ended.stderr);
  const output = line === null ? '' : `; last output: ${cleanName(line, 600, '')}`;
  const because = (status: Breakdown['status'], what: string): Breakdown => ({
    status,
    reason: cleanReason(`${what}${output}`),
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
          'the worker was killed (SIGKILL) from outside, neither by the runner nor for lack of memory',
        )
      : because(
          'out-of-memory',
          `the system killed the worker (SIGKILL), probably for lack of memory, ${atPeak(ended)}`,
        );
  }
  if (ended.signal === 'SIGILL' || ended.code === ILLEGAL_INSTRUCTION) {
    return because(
      'failed',
      'the worker was terminated by SIGILL: the engine was compiled for instructions that this processor does not have',
    );
  }
  if (ended.signal !== null) return because('failed', `the worker was terminated by ${ended.signal}`);
  if (ended.code === 0) return because('failed', 'the worker exited without a result');
  return because('failed', `the worker exited with code ${exitCode(ended.code)}`);
}

function atPeak(ended: Ended): string {
  return ended.peakRssBytes === null
    ? 'at an unknown size'
    : `at ${Math.round(ended.peakRssBytes / 1024 ** 2)} MiB`;
}

/** Windows reports crashes as large exit codes, which are usually written in hexadecimal (0xC0000005). */
function exitCode(code: number | null): string {
  if (code === null) return 'unknown';
  return code > 255 ? `0x${code.toString(16).toUpperCase()}` : String(code);
}
