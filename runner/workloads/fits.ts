/** @file Which data types a recipe may use, in the same way for every engine. Pure. */
import type { DType, Recipe } from '../../data/contract/words.ts';
import type { Workload } from './workload.ts';

/** Whether a recipe may use a dtype. Half precision is an optimization that no tutorial uses; matrix products allow any. */
export const fits = ({ kind }: Pick<Workload, 'kind'>, dtype: DType, recipe: Recipe): boolean =>
  kind === 'matmul' || !['bfloat16', 'float16'].includes(dtype) || recipe === 'optimized';
