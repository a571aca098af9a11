/** @file Runs any cell on a compiled engine, in a worker process. */
import type { FloatDType } from '../../../../data/contract/words.ts';
import type { LoadDataset } from '../../../datasets/load.ts';
import { findReference } from '../../../models/references.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { Emit } from '../../../worker/emit.ts';
import { workloads } from '../../../workloads/index.ts';
import type { Backend } from '../backend.ts';
import { convergeOn } from '../converge/converge.ts';
import { runWorkload } from '../tasks/run.ts';
import { findUnsupported } from './unsupported.ts';

export interface CellOptions {
  dtypes: readonly FloatDType[];
  loadDataset: LoadDataset;
}

/**
 * Emits one `result`.
 * @throws UnsupportedError if the engine can never compute the cell; any other error if the repetition fails
 */
export async function runCell(
  request: RunRequest,
  backend: Backend,
  emit: Emit,
  { dtypes, loadDataset }: CellOptions,
): Promise<void> {
  const unsupported = findUnsupported(request.cell, dtypes);
  if (unsupported) throw unsupported;
  const workload = workloads.find(({ id }) => id === request.cell.workload)!;
  const converge = convergeOn(loadDataset);
  await runWorkload({ workload, findReference }, request, backend, emit, { converge });
}
