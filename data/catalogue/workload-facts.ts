/** @file Facts about the workloads. Without the rest of the catalogue, whose devices are a megabyte: a browser loads this. */
import * as z from 'zod';
import { type WorkloadFacts, workloadFactsSchema } from '../contract/catalogue.ts';
import type { WorkloadId } from '../contract/words.ts';
import { checked } from './checked.ts';
import workloadsFile from './workloads.generated.json' with { type: 'json' };

/** Every workload, in the order of the site. */
export const workloads: readonly WorkloadFacts[] = checked(
  'workloads.generated.json',
  z.array(workloadFactsSchema),
  workloadsFile,
);

const workloadById = new Map(workloads.map((entry) => [entry.id, entry]));

/** Facts about a workload; null if the catalogue does not have it. */
export function findWorkload(id: WorkloadId): WorkloadFacts | null {
  return workloadById.get(id) ?? null;
}
