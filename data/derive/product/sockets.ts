/** @file How many processors of one kind a machine has: systems report the cores of all together. Pure. */
import type { Hardware } from '../../contract/catalogue.ts';
import type { Machine } from '../../contract/submission.ts';
import { readProduct } from './product-name.ts';

type Cpu = NonNullable<Machine['cpu']>;

/**
 * Processors of AMD with modules: two cores that share a front end and units for numbers. AMD's names count the cores, Linux and
 * Windows the modules (Bulldozer to Excavator, 2011 to 2017).
 */
const modular =
  /\bFX(?:\(tm\))?-\d{4}|\bA(?:4|6|8|9|10|12)(?:\s|-)(?:PRO-)?[4-9]\d{3}|\bAthlon.* X[24] [3-9]\d{2}|\bE2-9\d{3}|\bOpteron.* (?:32|33|42|43|62|63)\d{2}/i;

/**
 * The numbers of cores that one processor of this name may have, as systems count them; empty if nothing tells.
 * @param listed by the catalogue
 */
export function coresOfOne(name: string, listed: number | null): readonly number[] {
  const cores = readProduct(name, 'cpu')?.countedCores ?? listed;
  if (cores === null) return [];
  return modular.test(name) && cores % 2 === 0 ? [cores, cores / 2] : [cores];
}

/** Cores of one processor of a machine: modules where each has two threads. */
function ownCores({ name, physicalCores, logicalCores }: Cpu, listed: number | null): number | null {
  const [cores = null, modules = cores] = coresOfOne(name, listed);
  return logicalCores > physicalCores ? modules : cores;
}

/**
 * Processors that the cores of a machine need, at most as many as fit on a board. Virtual machines have a part of the cores of
 * each, so that it need not be a multiple. 1 for a processor that the catalogue does not list, and for one that works alone.
 */
export function socketsOf(hardware: Hardware | null, cpu: Machine['cpu']): number {
  const most = hardware?.sockets?.value ?? 1;
  if (cpu === null || hardware === null || most === 1) return 1;
  const cores = ownCores(cpu, hardware.cores?.value ?? null);
  return cores === null ? most : Math.min(most, Math.max(1, Math.ceil(cpu.physicalCores / cores)));
}
