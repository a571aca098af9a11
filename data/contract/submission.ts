/** @file A submission: the JSON file of one run on one machine, every attempted cell with its raw samples. No personal data. */
import * as z from 'zod';
import { cellSchema } from './cell.ts';
import { outcomeSchema } from './outcome.ts';
import {
  count,
  finite,
  instantSchema,
  name,
  originSchema,
  platformSchema,
  presetSchema,
  SCHEMA_VERSION,
  SUITE_VERSION,
  text,
} from './words.ts';

/** One machine as detection describes it. No host name, user, serial number, path or address. */
export const machineSchema = z.strictObject({
  os: z.strictObject({
    platform: platformSchema,
    /** Distribution or product name, for example "macOS" or "Debian GNU/Linux". */
    name: text(100),
    version: text(100).nullable(),
    arch: z.enum(['x64', 'arm64', 'unknown']),
  }),
  /** Null in a browser, which does not report it. */
  cpu: z
    .strictObject({
      name: name(200),
      vendor: name(100),
      physicalCores: count(1, 4096),
      logicalCores: count(1, 4096),
      /** Rated base clock in GHz; null if the system does not report one. */
      baseGHz: finite(0.1, 20).nullable(),
    })
    .nullable(),
  gpus: z
    .array(
      z.strictObject({
        name: name(200),
        vendor: name(100),
        vramBytes: count(0).nullable(),
        driver: name(100).nullable(),
        /** GPU cores as the maker counts them (Apple only); otherwise null. */
        cores: count(1, 1_000_000).nullable(),
      }),
    )
    .max(16),
  /** Installed memory in bytes; null in a browser. */
  memoryBytes: count(0).nullable(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Conditions that affect results; null = could not be read. */
export const conditionsSchema = z.strictObject({
  powerSource: z.enum(['ac', 'battery']).nullable(),
  lowPowerMode: z.boolean().nullable(),
  /** One-minute load average at the start; null on systems without one. */
  loadAverage: finite(0, 100_000).nullable(),
  freeMemoryBytes: count(0).nullable(),
  /** Name of the hypervisor or container technology; "none" on bare metal. */
  virtualisation: text(100).nullable(),
  /** CPUs' worth of time that a quota granted to the run (cgroups of Linux), for example 1.5; null if there was none. */
  cpuLimit: finite(0, 4096).nullable(),
  /** Logical processors that the run was bound to; null if it could use all. */
  cpuAffinity: count(1, 4096).nullable(),
  /** Memory limit of the run's control group in bytes; null if there was none below the memory of the machine. */
  memoryLimitBytes: count(0).nullable(),
  /** Whether a matrix product after the run reached less than 0.95 of the rate before it. */
  throttled: z.boolean().nullable(),
  /** The matrix product behind `throttled`; null if none was timed. */
  bookend: z
    .strictObject({
      /** Rows and columns of its matrices. */
      size: count(1, 65_536),
      /** Median time of one product before the first cell. */
      openingNs: count(1),
      /** The same after the last cell; null if it could not be measured. */
      closingNs: count(1).nullable(),
    })
    .nullable(),
});
export type Conditions = z.infer<typeof conditionsSchema>;

export const resultSchema = z.strictObject({ cell: cellSchema, outcome: outcomeSchema });
export type Result = z.infer<typeof resultSchema>;

export const submissionSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  kind: z.literal('submission'),
  suiteVersion: z.literal(SUITE_VERSION),
  runner: z.strictObject({
    origin: originSchema,
    version: text(50),
    /** Commit of the runner; null outside a git checkout. */
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/, 'is not a commit of 40 hexadecimal digits')
      .nullable(),
    /** Whether the checkout differed from `commit`; null if `commit` is. */
    dirty: z.boolean().nullable(),
    /** Node version or browser name and version. */
    runtime: text(100),
  }),
  preset: presetSchema,
  startedAt: instantSchema,
  /** When the last cell ended; also set for an interrupted run. */
  finishedAt: instantSchema,
  /** True if the run was stopped before it was complete. */
  interrupted: z.boolean(),
  machine: machineSchema,
  conditions: conditionsSchema,
  /** Seed of the order of the cells and of the inputs. */
  seed: count(0, 0xffff_ffff),
  /** When an interrupted run was resumed, in order. */
  resumedAt: z.array(instantSchema).max(100),
  /** Price of an hour of this machine in US dollars, given by the submitter; null if none was given. */
  pricePerHourUsd: finite(0, 1e6).nullable(),
  /**
   * Milliseconds for the whole run, from `--time-budget`; its cells may be measured more briefly than their preset
   * prescribes. Null if none was given. Omitted by runners that did not record it.
   */
  timeBudgetMs: count(1, 604_800_000).nullable().optional(),
  results: z.array(resultSchema).max(2000),
});
export type Submission = z.infer<typeof submissionSchema>;
