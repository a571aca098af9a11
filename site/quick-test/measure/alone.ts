/** @file Runs one test at a time in a browser: two tabs or windows would share the device, and both would be slow. */

const NAME = 'trainmark-quick-test';

const BUSY = Symbol('another tab has the lock');

/** What of a browser keeps others out; absent on a page that is not opened over HTTPS. */
type Locks = Pick<LockManager, 'request'>;

/**
 * Works when no other tab does. A tab that is closed gives way.
 * @param onWait Called if another one does now.
 * @param signal Ends the waiting; the work is then done all the same, and sees the signal itself.
 */
export async function alone<Value>(
  locks: Locks | undefined,
  { signal, onWait }: { signal: AbortSignal; onWait(): void },
  work: () => Promise<Value>,
): Promise<Value> {
  if (locks === undefined) return work();
  const first = await locks.request(NAME, { ifAvailable: true }, async (lock) =>
    lock === null ? BUSY : work(),
  );
  if (first !== BUSY) return first as Value;
  onWait();
  const turn = Promise.withResolvers<void>();
  const held = locks.request(NAME, { signal }, async () => {
    turn.resolve();
    return work();
  });
  // An aborted request rejects before its turn; what fails later is the work.
  const waited = await Promise.race([
    turn.promise.then(() => true),
    held.then(
      () => true,
      () => false,
    ),
  ]);
  return waited || !signal.aborted ? ((await held) as Value) : work();
}
