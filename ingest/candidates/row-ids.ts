/** @file The rows behind which each measured cell of a file is: its own, that of its batch sweep, or both. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { onlySwept } from '../../data/derive/batch-sweep.ts';
import { BEST_BATCH } from '../../data/derive/comparison-key.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { sweepsOf } from './batch-sweep.ts';
import { candidateId } from './candidate.ts';
import { machineOf, variantOf } from './measured.ts';

/** Ids of the rows by the position in `results` of each measured cell. */
export function rowIdsOf({ submission }: Pick<SubmissionFile, 'submission'>): ReadonlyMap<number, string[]> {
  const { id: machine } = machineOf(submission);
  const hardwareOf = hardwareIn(submission.machine);
  const sweeps = sweepsOf(submission);
  const swept = new Set([...onlySwept(sweeps)].map(({ index }) => index));
  const ids = new Map<number, string[]>();
  for (const [index, { cell, outcome }] of submission.results.entries()) {
    const facts = findWorkload(cell.workload);
    if (outcome.status !== 'ok' || facts === null) continue;
    const hardware = hardwareOf(cell.device)?.id ?? null;
    const own = candidateId(machine, cell, hardware, variantOf({ outcome, facts }));
    ids.set(index, swept.has(index) ? [] : [own]);
  }
  for (const { attempts } of sweeps) {
    const { cell } = attempts[0]!;
    const batchless = { ...cell, batchSize: null };
    const id = candidateId(machine, batchless, hardwareOf(cell.device)?.id ?? null, [BEST_BATCH]);
    for (const { index } of attempts) ids.get(index)?.push(id);
  }
  return ids;
}
