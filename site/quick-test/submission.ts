/** @file Converts the results of the quick test to a submission, validated against the contract. */
import type { Device } from '../../data/contract/cell.ts';
import {
  type Machine,
  type Result,
  type Submission,
  submissionSchema,
} from '../../data/contract/submission.ts';
import { SCHEMA_VERSION, SUITE_VERSION } from '../../data/contract/words.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { withoutPersonalData } from '../../runner/results/without-personal-data.ts';
import { DEFAULT_BUDGET_S } from './budget.ts';

/** Version and commit of the page, read when the site was built. */
export interface Origin {
  version: string;
  commit: string | null;
  dirty: boolean | null;
}

export interface Run {
  origin: Origin;
  userAgent: string;
  startedAt: Date;
  finishedAt: Date;
  interrupted: boolean;
  budgetS: number;
  seed: number;
  /** What was measured. */
  devices: readonly Device[];
  results: readonly Result[];
}

const browsers: readonly [RegExp, string][] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+(?:\.\d+)?).*\bSafari\//, 'Safari'],
];

/** Browser and major version from the user agent, for example "Chrome 156". */
export function browserOf(userAgent: string): string {
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return 'unknown browser';
}

const systems: readonly [RegExp, Machine['os']['platform'], string][] = [
  [/Android/, 'android', 'Android'],
  [/iPhone|iPad/, 'ios', 'iOS'],
  [/Windows/, 'win32', 'Windows'],
  [/Mac OS X|Macintosh/, 'darwin', 'macOS'],
  [/Linux|X11|CrOS/, 'linux', 'Linux'],
];

/** The family of the operating system; without a version, because browsers report a frozen one. */
export function systemOf(userAgent: string): Machine['os'] {
  const known = systems.find(([pattern]) => pattern.test(userAgent));
  return {
    platform: known?.[1] ?? 'unknown',
    name: known?.[2] ?? 'unknown',
    version: null,
    arch: 'unknown',
  };
}

const gpuOf = ({ name }: Device): Machine['gpus'][number] => ({
  name,
  vendor: vendorOf(name) ?? 'unknown',
  vramBytes: null,
  driver: null,
  cores: null,
});

/** A page knows neither its user's name nor a folder; a driver's name or a reason may still contain one. */
const UNKNOWN = { homes: [], names: [] };

/** The submission of a run, without personal data. Throws if it violates the contract, which is a bug, so that no invalid file is offered. */
export function submissionOf(run: Run): Submission {
  const submission = submissionSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    kind: 'submission',
    suiteVersion: SUITE_VERSION,
    runner: { origin: 'browser', ...run.origin, runtime: browserOf(run.userAgent) },
    preset: run.budgetS < DEFAULT_BUDGET_S ? 'smoke' : 'quick',
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt.toISOString(),
    interrupted: run.interrupted,
    machine: {
      os: systemOf(run.userAgent),
      cpu: null,
      gpus: run.devices.filter(({ kind }) => kind === 'gpu').map(gpuOf),
      memoryBytes: null,
    },
    conditions: {
      powerSource: null,
      lowPowerMode: null,
      loadAverage: null,
      freeMemoryBytes: null,
      virtualisation: null,
      cpuLimit: null,
      cpuAffinity: null,
      memoryLimitBytes: null,
      throttled: null,
      bookend: null,
    },
    seed: run.seed,
    resumedAt: [],
    pricePerHourUsd: null,
    results: [...run.results],
  } satisfies Submission);
  return withoutPersonalData(submission, UNKNOWN);
}
