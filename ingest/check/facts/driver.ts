/** @file A driver of NVIDIA is not older than the card that it runs. */
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

function neededBy({ vendor, year }: Hardware): number | null {
  if (vendor !== 'NVIDIA' || year === null) return null;
  return branches.find(([from]) => year >= from)?.[1] ?? null;
}

function textOf({ cell, hardware }: Measurement, { gpus }: Submission['machine']): string | null {
  if (cell.device.kind !== 'gpu' || hardware === null) return null;
  const { driver } = gpus.find(({ name }) => name === cell.device.name) ?? { driver: null };
  const [branch, needed] = [driver === null ? null : branchOf(driver), neededBy(hardware)];
  if (branch === null || needed === null || branch >= needed) return null;
  return `the driver ${driver} is older than the ${hardware.name}, which needs ${needed} or newer`;
}

/** Only flags: a year of the catalogue may be wrong. */
export const driver: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const text = textOf(measurement, file.submission.machine);
    return text === null ? [] : [{ check: 'p28-driver', severity: 'flag', measurement, text }];
  });
