/** @file A processor whose name counts its cores has that many, or as many more as there are of it in the machine. */
import { hardwareVariants } from '../../../../data/catalogue/resolve.ts';
import type { Machine, Submission } from '../../../../data/contract/submission.ts';
import { readProduct } from '../../../../data/derive/product/product-name.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';

/** Cores of one processor by its name or the catalogue; null if neither tells, or the catalogue knows several numbers. */
function coresOf({ name }: NonNullable<Machine['cpu']>): number | null {
  const counted = readProduct(name, 'cpu')?.countedCores ?? null;
  if (counted !== null) return counted;
  const listed = new Set(hardwareVariants(name, 'cpu').map(({ cores }) => cores?.value ?? null));
  return listed.size === 1 ? [...listed][0]! : null;
}

/** What is odd about the cores; null for virtual machines and containers, which have a part of a processor. */
function oddity({ machine: { cpu }, conditions }: Submission): string | null {
  const cores = cpu === null || conditions.virtualisation !== 'none' ? null : coresOf(cpu);
  if (cpu === null || cores === null || cpu.physicalCores % cores === 0) return null;
  return `machine.cpu.physicalCores is ${cpu.physicalCores}, but "${cpu.name}" has ${cores}`;
}

/** A flag only: the firmware can switch cores off. */
export const cores: Check = ({ file: { submission }, measurements }) => {
  const text = submission.runner.origin === 'browser' ? null : oddity(submission);
  if (text === null) return [];
  return measurements.map(
    (measurement): CheckFinding => ({ check: 'p40-cores', severity: 'flag', measurement, text }),
  );
};
