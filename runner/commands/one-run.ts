/** @file Lets only one run at a time measure on this machine: two would halve each other's speed. */
import { UsageError } from '../../data/contract/usage-error.ts';
import { type Holder, type Lock, takeLock } from '../system/lock.ts';

/** Name of the lock that every run and benchmark takes. */
export const RUN_LOCK = 'run';

const startOf = ({ startedAt }: Holder): string =>
  startedAt === null
    ? ''
    : ` (started ${startedAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })})`;

/**
 * Takes the lock of a run.
 * @param mayWait Whether to wait until another run has ended.
 * @param onWait Called with one line for each run that is waited for.
 * @returns Null if the signal was aborted while waiting.
 * @throws UsageError if another run has it and `mayWait` is false.
 */
export async function beTheOnlyRun(
  name: string,
  mayWait: boolean,
  signal: AbortSignal,
  onWait: (text: string) => void,
): Promise<Lock | null> {
  for (;;) {
    const answer = await takeLock(name);
    if (answer.held) return answer;
    const which = `another run measures on this machine${startOf(answer)}`;
    if (!mayWait) throw new UsageError(`${which}: wait until it has ended, or use --wait`);
    onWait(`${which}; waiting until it has ended`);
    await answer.ended(signal);
    if (signal.aborted) return null;
  }
}
