/** @file The path of a submission, suite-1/<machine-slug>--<day>--<hash>.json. The runner uses it, ingest checks it. Pure. */
import type { Machine, Submission } from '../../contract/submission.ts';
import { toSlug, withoutClock } from '../device-names.ts';

/**
 * A short name of a machine, equal for all its submissions: processor, GPUs, memory, system. Two machines of the same make
 * have the same name, because no personal data is collected.
 */
export function machineSlug(machine: Machine): string {
  const processor = withoutClock(machine.cpu?.name ?? '').trim();
  const gpus = machine.gpus.map((gpu) => (gpu.cores === null ? gpu.name : `${gpu.name} ${gpu.cores} cores`));
  const different = gpus.filter((name) => name !== processor);
  const memory = machine.memoryBytes === null ? '' : `${Math.round(machine.memoryBytes / 2 ** 30)}gb`;
  const words = [processor, ...different].map((name) => toSlug(name, 40));
  const slug = toSlug([...words.slice(0, 3), memory, machine.os.name].join(' '), 120);
  return slug === '' ? 'unknown' : slug;
}

/**
 * Path of a submission below `data/submissions`.
 * @param sha256 SHA-256 of the file's bytes with LF line ends, in lower-case hexadecimal.
 */
export function submissionPath(
  submission: Pick<Submission, 'machine' | 'startedAt' | 'suiteVersion'>,
  sha256: string,
): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('sha256 must be 64 lower-case hexadecimal digits');
  const day = submission.startedAt.slice(0, 10);
  return `suite-${submission.suiteVersion}/${machineSlug(submission.machine)}--${day}--${sha256.slice(0, 8)}.json`;
}
