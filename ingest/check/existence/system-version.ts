/** @file The version of a system exists: it belongs to the system's name, and had come out when the run ended. */
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Os = Machine['os'];
type Doubt = readonly [Severity, string];

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
const POINT = /^(\d\d)\.(04|10)(?:\.(\d{1,3}))?(?: (LTS.*|\(.*|[A-Z].*))?$/;
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

/** Numbers of Ubuntu's releases with long support, which alone have point releases: every second April. */
const isLongSupported = (year: number, month: string): boolean => year % 2 === 0 && month === '04';
/** No release of Ubuntu has had more than seven (16.04.7). */
const MOST_POINTS = 9;
/** A point release comes four months after the release, and another after every six. */
const POINT_MONTHS = 6;
const MONTH_MS = YEAR_MS / 12;

/** What is wrong with the rest of a version of Ubuntu, "24.04.3 LTS". */
function pointProblem(version: string, dayMs: number): Doubt | null {
  const [, year = '', month = '', point = '0', rest = ''] = POINT.exec(version) ?? [];
  if (year === '') return ['reject', 'which is not written as Ubuntu writes its versions'];
  const isLong = isLongSupported(Number(year), month);
  if (!isLong && rest.startsWith('LTS')) return ['reject', 'which has no long support'];
  const number = Number(point);
  if (number > MOST_POINTS) return ['reject', 'a point release that Ubuntu never had'];
  const months = Math.max(0, dayMs - Date.parse(`20${year}-${month}-01`)) / MONTH_MS;
  const most = isLong ? Math.floor(months / POINT_MONTHS) + 1 : 1;
  return number > most ? ['flag', 'a point release that is newer than those that are known'] : null;
}

/** Above the parts of every version: 10.15.8 of macOS, 13.15 of Debian; newest builds of Windows have five digits. */
const MOST_PART = 30;
const NEWEST_BUILD = 30_000;

/** What is improbable about the parts of a version behind its first number. */
function partsDoubt({ platform, name, version }: Os): Doubt | null {
  if (version === null) return null;
  if (platform === 'win32') {
    const build = Number(WINDOWS_BUILD.exec(version)?.[1] ?? 0);
    return build > NEWEST_BUILD ? ['flag', 'a build that is newer than those that are known'] : null;
  }
  if (!paces.some((one) => one.name.test(name))) return null;
  const [, ...parts] = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  if (parts.length > 3) return ['reject', 'which has more parts than its versions have'];
  return parts.some((part) => part > MOST_PART)
    ? ['flag', 'an update that is newer than those that are known']
    : null;
}

/** The last macOS for processors of Intel. */
const LAST_MACOS_OF_INTEL = 26;

function macProblem({ os, cpu }: Machine): string | null {
  const number = os.platform === 'darwin' ? numberOf(os.version ?? '') : null;
  if (number === null || cpu?.vendor !== 'Intel' || number <= LAST_MACOS_OF_INTEL) return null;
  return `but macOS ${LAST_MACOS_OF_INTEL} is the last for processors of Intel`;
}

function problemOf({ machine, finishedAt }: Submission): Doubt | null {
  const { os } = machine;
  const dayMs = Date.parse(finishedAt);
  const problem = versionProblem(os, dayMs) ?? macProblem(machine);
  if (problem !== null) return ['reject', problem];
  return os.name === 'Ubuntu' && os.version !== null ? pointProblem(os.version, dayMs) : partsDoubt(os);
}

export const systemVersion: Check = ({ file: { submission }, measurements }) => {
  if (submission.runner.origin === 'browser') return [];
  const doubt = problemOf(submission);
  if (doubt === null) return [];
  const [severity, problem] = doubt;
  const { name, version } = submission.machine.os;
  const text = `machine.os is ${name} with version "${version}", ${problem}`;
  if (severity === 'reject')
    return [{ check: 'system', severity, measurement: null, text: `${text}; measure again` }];
  return measurements.map((measurement): CheckFinding => ({ check: 'system', severity, measurement, text }));
};
