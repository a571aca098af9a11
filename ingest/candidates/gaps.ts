/** @file Gaps: cells that were requested or attempted but have no value. */
import type { Gap } from '../../data/contract/leaderboard.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import { onlySwept } from '../../data/derive/batch-sweep.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { sweepsOf } from './batch-sweep.ts';
import { gapId } from './candidate.ts';
import { machineOf, sourcesOf } from './measured.ts';

/** Outcomes that normally end a batch sweep; any other failed batch is a gap. */
const ends: readonly Outcome['status'][] = ['out-of-memory', 'timeout', 'skipped'];

/** Every gap of a file, except the batch that ended a sweep: the row of the sweep gives the reason. */
export function gapsOf(file: SubmissionFile): Gap[] {
  const { results, startedAt } = file.submission;
  const machine = machineOf(file.submission);
  const hardwareOf = hardwareIn(file.submission.machine);
  const ended = new Set(
    [...onlySwept(sweepsOf(file.submission))]
      .filter(({ status }) => ends.includes(status))
      .map(({ index }) => index),
  );
  return results.flatMap(({ cell, outcome }, index) => {
    if (outcome.status === 'ok' || ended.has(index)) return [];
    const { status, reason } = outcome;
    const hardware = hardwareOf(cell.device)?.id ?? null;
    return [
      {
        id: gapId(machine.id, cell, hardware),
        machine,
        hardware,
        ...cell,
        status,
        reason,
        date: startedAt.slice(0, 10),
        sources: sourcesOf(file),
      },
    ];
  });
}
