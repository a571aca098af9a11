/** @file The run behind a measured value: whose it is, and what may differ between runs on the same hardware. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Submission } from '../../data/contract/submission.ts';
import type { SubmissionFile } from '../values/file.ts';

export interface Run extends Pick<SubmissionFile, 'path' | 'sha256' | 'addedOrder' | 'owner'> {
  /** Milliseconds since the epoch at which main got the file; omitted if git does not know. */
  addedMs?: number | undefined;
  engineVersion: string;
  /** Operating system with its version. */
  system: string;
  /** Instruction set for which the runtime was built: a build for another one is translated on some systems. */
  arch: string;
  /** Drivers of the GPUs; null on a CPU and where none is reported. */
  driver: string | null;
  /** Version of the runner. */
  runner: string;
}

export const systemOf = ({ machine: { os } }: Submission): string =>
  os.version === null ? os.name : `${os.name} ${os.version}`;

function driverOf({ machine }: Submission, { device }: Cell): string | null {
  if (device.kind === 'cpu') return null;
  const same = machine.gpus.filter(({ name }) => name === device.name);
  const drivers = (same.length > 0 ? same : machine.gpus).flatMap(({ driver }) => driver ?? []);
  return drivers.length === 0 ? null : [...new Set(drivers)].sort().join(', ');
}

export function runOf(file: SubmissionFile, cell: Cell, { engineVersion }: Ok): Run {
  const { path, sha256, addedOrder, owner, submission } = file;
  return {
    ...{ path, sha256, addedOrder, owner, engineVersion },
    system: systemOf(submission),
    arch: submission.machine.os.arch,
    driver: driverOf(submission, cell),
    runner: submission.runner.version,
  };
}
