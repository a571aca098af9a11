import { describe, expect, it } from 'vitest';
import { alone } from './alone.ts';

/** The lock manager of Node is that of browsers (Web Locks API). */
const { locks } = navigator as unknown as { locks: LockManager };

/** Holds the lock until it is released, as another tab does. */
async function held(): Promise<() => void> {
  const taken = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  void locks.request('trainmark-quick-test', () => {
    taken.resolve();
    return release.promise;
  });
  await taken.promise;
  return () => release.resolve();
}

describe('a quick test', () => {
  it('starts at once where no other runs, and where the browser has no locks', async () => {
    for (const some of [locks, undefined]) {
      const waits: string[] = [];
      const options = { signal: new AbortController().signal, onWait: () => waits.push('waits') };
      expect(await alone(some, options, async () => 'done')).toBe('done');
      expect(waits).toEqual([]);
    }
  });

  it('waits until another one has ended, and says so', async () => {
    const release = await held();
    const steps: string[] = [];
    const waiting = Promise.withResolvers<void>();
    const onWait = () => {
      steps.push('waits');
      waiting.resolve();
    };
    const done = alone(locks, { signal: new AbortController().signal, onWait }, async () => {
      steps.push('works');
    });
    await waiting.promise;
    steps.push('other ends');
    release();
    await done;
    expect(steps).toEqual(['waits', 'other ends', 'works']);
  });

  it('that is cancelled while it waits goes on with its end', async () => {
    const release = await held();
    const controller = new AbortController();
    const result = alone(
      locks,
      { signal: controller.signal, onWait: () => controller.abort() },
      async () => controller.signal.aborted,
    );
    expect(await result).toBe(true);
    release();
  });

  it('that fails says why', async () => {
    const fail = () => Promise.reject(new Error('lost'));
    const options = { signal: new AbortController().signal, onWait: () => {} };
    await expect(alone(locks, options, fail)).rejects.toThrow('lost');
    const release = await held();
    const later = alone(locks, { ...options, onWait: release }, fail);
    await expect(later).rejects.toThrow('lost');
  });
});
