/** @file What a workload declares: everything that the plan, the workers and the site need to know of it. */
import type { DType, Metric, Mode, Recipe, WorkloadId } from '../../data/contract/words.ts';
import type { Model } from '../models/layers.ts';

interface Base {
  id: WorkloadId;
  title: string;
  /** One sentence for the site: what is computed and what the value tells. */
  description: string;
  modes: readonly Mode[];
  metric: Metric;
  recipes: readonly Recipe[];
  dtypes: readonly DType[];
}

/** A net that is trained. */
export interface ModelWorkload extends Base {
  kind: 'model';
  model: Model;
}

/** The product of square matrices; its size is chosen by the preset or the person. */
export interface MatMulWorkload extends Base {
  kind: 'matmul';
}

export type Workload = ModelWorkload | MatMulWorkload;
