/** @file What a workload declares: what the plan and the workers need to compute it. Its title, metric and text stand in the catalogue. */
import type { DType, Mode, Recipe, WorkloadId } from '../../data/contract/words.ts';
import type { Model } from '../models/layers.ts';

interface Base {
  id: WorkloadId;
  modes: readonly Mode[];
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
