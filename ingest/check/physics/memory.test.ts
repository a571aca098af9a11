import { expect, it } from 'vitest';
import type { PeakMemory } from '../../../data/contract/outcome.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, matmul, submission, vgg } from '../../testing/samples.ts';

/** What is said of the peak of a result on a card of 12 GB in a machine of 32 GiB. */
function saidOf(result: Result, bytes: number, method: PeakMemory['method']) {
  const run = submission([changed(result, () => ({ peakMemory: { bytes, method } }))]);
  const { reject, flags, withheld } = checkedFactsOf(run);
  if (reject.some((text) => text.endsWith('(p7-memory)'))) return 'refused';
  if (withheld?.startsWith('a peak of')) return 'held back';
  return flags.includes('p7-memory') ? 'flagged' : 'accepted';
}

const onCard = () => matmul(5, { device: { ...gpu, api: 'cuda' }, engine: 'pytorch', size: 4096 });
const onCpu = () => matmul(0.05, { size: 1024 });

it.each([
  [onCpu, Number.MAX_SAFE_INTEGER, 'rss-peak', 'refused'],
  [onCpu, Number.MAX_SAFE_INTEGER, 'allocator-peak', 'refused'],
  [onCpu, 0, 'rss-peak', 'refused'],
  [onCpu, 2e6, 'rss-peak', 'held back'],
  [onCpu, 2.5e8, 'rss-peak', 'accepted'],
  [onCard, Number.MAX_SAFE_INTEGER, 'cuda-max-allocated', 'refused'],
  [onCard, 2e11, 'cuda-max-allocated', 'refused'],
  // The driver may move a part of it to the memory of the machine.
  [onCard, 2e10, 'cuda-max-allocated', 'flagged'],
  [onCard, 2.1e8, 'cuda-max-allocated', 'accepted'],
  [onCard, 1.9e8, 'cuda-max-allocated', 'flagged'],
  [onCard, 2e7, 'cuda-max-allocated', 'held back'],
  [onCard, 0, 'cuda-max-allocated', 'refused'],
  [() => vgg(300), 1e7, 'rss-peak', 'held back'],
] as const)('%o with a peak of %d bytes (%s) is %s', (result, bytes, method, said) => {
  expect(saidOf(result(), bytes, method)).toBe(said);
});
