/** @file All workloads and models, in the order in which they are planned. */
import type { Model } from '../models/layers.ts';
import { declared } from './declared.generated.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = declared.toSorted((a, b) => a.priority - b.priority);

/** The nets that are trained. */
export const models: readonly Model[] = workloads.flatMap((one) => (one.kind === 'model' ? [one.model] : []));
