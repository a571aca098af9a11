/** @file A driver of NVIDIA is not older than the card and the CUDA that it runs. */
import type { Hardware } from '../../../data/contract/catalogue.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * The first branch of the driver that runs a new card of a year, newest first. Older designs are sold for years, so each line
 * asks only for the branch of the design before the newest one (NVIDIA's release notes: 410 has Turing, 450 Ampere, 520 Ada).
 */
const branches: readonly (readonly [from: number, branch: number])[] = [
  [2025, 520],
  [2021, 450],
  [2019, 410],
];

/** The branch of "570.124.06", and of Windows' "32.0.15.7247", which is 572.47. */
function branchOf(driver: string): number | null {
  const [, windows] = /^\d{2}\.\d{1,2}\.\d{1,2}(\d\.\d{2})\d{2}$/.exec(driver) ?? [];
  if (windows !== undefined) return Number(windows.replace('.', ''));
  const [, linux] = /^(\d{3})\.\d{1,3}(?:\.\d{1,3})?$/.exec(driver) ?? [];
  return linux === undefined ? null : Number(linux);
}

/**
 * The first branch that runs programs of each major version of CUDA (NVIDIA, CUDA Toolkit Release Notes, "CUDA Toolkit and
 * Minimum Required Driver Version for CUDA Minor Version Compatibility").
 */
const cudaBranches: readonly (readonly [from: number, branch: number])[] = [
  [13, 580],
  [12, 525],
  [11, 450],
];

function neededByCuda(engineVersion: string): number | null {
  const [, major] = /\bCUDA (\d+)\./.exec(engineVersion) ?? [];
  return major === undefined ? null : (cudaBranches.find(([from]) => Number(major) >= from)?.[1] ?? null);
}

function neededBy({ vendor, year }: Hardware): number | null {
  if (vendor !== 'NVIDIA' || year === null) return null;
  return branches.find(([from]) => year >= from)?.[1] ?? null;
}

function textsOf({ cell, hardware, outcome }: Measurement, { gpus }: Submission['machine']): string[] {
  if (cell.device.kind !== 'gpu' || hardware === null) return [];
  const { driver } = gpus.find(({ name }) => name === cell.device.name) ?? { driver: null };
  const branch = driver === null ? null : branchOf(driver);
  if (branch === null) return [];
  const needs: readonly (readonly [what: string, needed: number | null])[] = [
    [hardware.name, neededBy(hardware)],
    [`CUDA of ${cell.engine} ${outcome.engineVersion}`, neededByCuda(outcome.engineVersion)],
  ];
  return needs.flatMap(([what, needed]) =>
    needed === null || branch >= needed
      ? []
      : [`the driver ${driver} is older than the ${what}, which needs ${needed} or newer`],
  );
}

/** Only flags: a year of the catalogue may be wrong, and NVIDIA has a package that runs newer programs on older drivers. */
export const driver: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement) =>
    textsOf(measurement, file.submission.machine).map(
      (text): CheckFinding => ({ check: 'p28-driver', severity: 'flag', measurement, text }),
    ),
  );
