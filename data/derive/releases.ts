/** @file Whether a version of some software can have been used on a day, by the list of its releases. Pure. */
import type { ReleaseList } from '../contract/tables/release.ts';
import { compareVersions } from './version.ts';

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;

/** Days by which a clock, a time zone or the day of an upload may be off. */
const SLACK_DAYS = 2;

/** Lines that may come out in a month; JAX has about one. */
const LINES_A_MONTH = 1;

export interface ReleaseFault {
  /** What is wrong with the version: "was never released". */
  text: string;
  /** True if there is no such version; false if it is only unknown. */
  impossible: boolean;
}

const numbers = (line: string): number[] => line.split('.').map(Number);

/** How many lines a version is ahead of the newest one, by the first number that differs. */
function linesAhead(version: readonly number[], newest: readonly number[]): number {
  const at = newest.findIndex((number, i) => number !== version[i]);
  return at === -1 ? 0 : version[at]! - newest[at]!;
}

const never = (text: string): ReleaseFault => ({ text, impossible: true });

/**
 * A version beyond the end of the list: none if the day is in time of it, and possible afterwards, unless it is too far ahead.
 * @param ahead Lines between it and the newest one.
 */
function beyond({ asOf }: ReleaseList, newest: string, ahead: number, dayMs: number): ReleaseFault | null {
  const lateMs = dayMs - Date.parse(asOf);
  if (lateMs < -SLACK_DAYS * DAY_MS) return never(`was not released by ${asOf}; the newest was ${newest}`);
  if (ahead <= 1 + (LINES_A_MONTH * Math.max(0, lateMs)) / MONTH_MS) return null;
  return { text: `is far ahead of ${newest}, the newest that is known`, impossible: false };
}

/**
 * What is wrong with a version that ran on a day; null if it can have run.
 * @param preview Whether it is a development version, which is built before the first version of its line.
 */
export function findReleaseFault(
  list: ReleaseList,
  version: string,
  preview: boolean,
  dayMs: number,
): ReleaseFault | null {
  const { lines } = list;
  const last = lines.at(-1)!;
  const width = numbers(last.line).length;
  const line = version.split('.').slice(0, width).join('.');
  const at = lines.findIndex((one) => one.line === line);
  const found = lines[at];
  if (found === undefined) {
    // Older versions than the list has are refused by what the runner and its workers need.
    if (compareVersions(version, lines[0]!.line) < 0) return null;
    if (compareVersions(version, last.line) < 0) return never('was never released');
    const ahead = linesAhead(numbers(line), numbers(last.line));
    // Development versions of the next line are built all the time.
    return preview && ahead === 1 ? null : beyond(list, last.newest ?? last.line, ahead, dayMs);
  }
  const { since } = (preview ? lines[at - 1] : undefined) ?? found;
  if (dayMs < Date.parse(since) - SLACK_DAYS * DAY_MS) return never(`was released on ${since} only`);
  if (found.newest === null || compareVersions(version, found.newest) <= 0) return null;
  return beyond(list, found.newest, 0, dayMs);
}
