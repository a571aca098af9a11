/** @file The version of a system exists: it belongs to the system's name, and had come out when the run ended. */
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

type Os = Machine['os'];

const YEAR_MS = 365.25 * 86_400_000;

/** Systems with numbers in order of time, each with one number that came out at a time, and how many follow in a year. */
interface Pace {
  name: RegExp;
  number: number;
  /** The first day of its previews. */
  day: string;
  aYear: number;
}

const paces: readonly Pace[] = [
  { name: /^mac ?os\b/i, number: 27, day: '2026-06-01', aYear: 1 },
  // The next release is prepared under its own number for two years.
  { name: /^debian/i, number: 14, day: '2025-08-09', aYear: 0.5 },
  { name: /^fedora/i, number: 46, day: '2026-08-01', aYear: 2 },
];

/** "24.04.3 LTS": Ubuntu counts years and months. */
const UBUNTU = /^(\d\d)\.(04|10)\b/;
/** Ubuntu's next release is in use before its month. */
const PREVIEW_MS = 0.5 * YEAR_MS;

const WINDOWS_BUILD = /^10\.0\.(\d+)/;
/** The first build of Windows 11. */
const WINDOWS_11 = 22_000;

const numberOf = (version: string): number | null => {
  const found = /^\d+/.exec(version)?.[0];
  return found === undefined ? null : Number(found);
};

function windowsProblem(name: string, version: string): string | null {
  // Node runs on Windows 10 and its servers, which all have this number, and newer.
  if (/^[0-9]\./.test(version)) return 'which does not run Node';
  const build = Number(WINDOWS_BUILD.exec(version)?.[1] ?? Number.NaN);
  const major = /\bwindows (1[01])\b/i.exec(name)?.[1];
  if (major === undefined || Number.isNaN(build)) return null;
  const isEleven = build >= WINDOWS_11;
  return isEleven === (major === '11') ? null : `but that is a build of Windows ${isEleven ? 11 : 10}`;
}

/** macOS went from 15 to 26, the number of a year. */
const skipped = (name: string, number: number): boolean =>
  /^mac ?os\b/i.test(name) && number > 15 && number < 26;

function versionProblem({ platform, name, version }: Os, dayMs: number): string | null {
  if (version === null) return null;
  if (platform === 'win32') return windowsProblem(name, version);
  if (name === 'Ubuntu') {
    const [, year, month] = UBUNTU.exec(version) ?? [];
    if (year === undefined) return 'which Ubuntu never had';
    const day = Date.parse(`20${year}-${month}-01`);
    return day > dayMs + PREVIEW_MS ? 'which is not out' : null;
  }
  const number = numberOf(version);
  const pace = paces.find((one) => one.name.test(name));
  if (number === null || pace === undefined) return null;
  if (skipped(name, number)) return 'which macOS never had';
  const years = Math.max(0, (dayMs - Date.parse(pace.day)) / YEAR_MS);
  return number > pace.number + Math.floor(years * pace.aYear) ? 'which is not out' : null;
}

/** The last macOS for processors of Intel. */
const LAST_MACOS_OF_INTEL = 26;

function macProblem({ os, cpu }: Machine): string | null {
  const number = os.platform === 'darwin' ? numberOf(os.version ?? '') : null;
  if (number === null || cpu?.vendor !== 'Intel' || number <= LAST_MACOS_OF_INTEL) return null;
  return `but macOS ${LAST_MACOS_OF_INTEL} is the last for processors of Intel`;
}

function problemOf({ machine, finishedAt }: Submission): string | null {
  return versionProblem(machine.os, Date.parse(finishedAt)) ?? macProblem(machine);
}

export const systemVersion: Check = ({ file: { submission } }) => {
  if (submission.runner.origin === 'browser') return [];
  const problem = problemOf(submission);
  if (problem === null) return [];
  const { name, version } = submission.machine.os;
  const text = `machine.os is ${name} with version "${version}", ${problem}; measure again`;
  return [{ check: 'system', severity: 'reject', measurement: null, text } satisfies CheckFinding];
};
