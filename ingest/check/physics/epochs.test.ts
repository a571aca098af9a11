import { describe, expect, it } from 'vitest';
import type { Convergence, Repetition } from '../../../data/contract/repetition.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { converge, infer, trained } from '../../testing/mode-samples.ts';
import { submission, vgg } from '../../testing/samples.ts';

type Epochs = Convergence['epochs'];

const net = { workload: 'mnist-cnn', recipe: 'naive', batchSize: 64 } as const;

/** Three runs of two epochs, with their epochs changed. */
const runs = (change: (epochs: Epochs, runIndex: number) => Epochs): Repetition[] =>
  [0, 1, 2].map((runIndex) => {
    const run = trained([0.97, 0.986], runIndex);
    const epochs = change(run.convergence.epochs, runIndex);
    return {
      ...run,
      samplesNs: epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
      convergence: { ...run.convergence, epochs },
    };
  });

const honest = runs((epochs) => epochs);
const flagsOf = (...results: Parameters<typeof submission>[0]) =>
  checkedFactsOf(submission(results), results.length - 1).flags;

describe('P50, epochs against training steps', () => {
  // An epoch of the runs takes 20 s for 60,000 samples; the steps are those of 50,000: 16.7 s are the same speed.
  it.each([
    [16, []],
    [20, []],
    [30, ['p50-fast-epoch']],
  ])('steps of %s s for 50,000 samples: flags %j', (seconds, flags) => {
    const step = vgg(seconds, net);
    const found = flagsOf(step, converge(honest));
    expect(found.filter((id) => id.startsWith('p50'))).toEqual(flags);
  });
});

describe('P51, evaluations', () => {
  const evaluated = (evaluateNs: number) =>
    converge(runs((epochs, i) => epochs.map((one) => ({ ...one, evaluateNs: evaluateNs + i }))));
  const found = (evaluateNs: number, ...others: Parameters<typeof submission>[0]) =>
    flagsOf(...others, evaluated(evaluateNs)).filter((id) => id.startsWith('p51'));

  it('are not much more efficient than the training', () => {
    // A sample trains in 0.33 ms: 10,000 forward passes take at least an 18th of it each, 0.19 s.
    expect(found(200_000_000)).toEqual([]);
    expect(found(180_000_000)).toEqual(['p51-fast-evaluation']);
    expect(found(1)).toEqual(['p51-fast-evaluation']);
  });

  it('take no less than the forward passes of the same file', () => {
    // Batches of 32 at 16,000 samples/s take 2 ms; those of 64 samples in an evaluation at least 1.33 ms, all of them 0.208 s.
    const pass = infer(16_000, 32, { workload: 'mnist-cnn', recipe: 'naive' });
    expect(found(210_000_000, pass)).toEqual([]);
    expect(found(205_000_000, pass)).toEqual(['p51-fast-evaluation']);
  });
});

describe('P52, the course of a training', () => {
  const found = (change: (epochs: Epochs, runIndex: number) => Epochs) =>
    flagsOf(converge(runs(change))).filter((id) => id.startsWith('p52'));
  const each = (change: (epoch: Epochs[number]) => Partial<Epochs[number]>) => (epochs: Epochs) =>
    epochs.map((one) => ({ ...one, ...change(one) }));

  it('is that of a net that learns', () => {
    expect(found((epochs) => epochs)).toEqual([]);
  });

  it.each([
    ['an accuracy of no whole number of samples', each(({ accuracy }) => ({ accuracy: accuracy + 0.00005 }))],
    ['a first loss without its first steps', each(({ loss }) => ({ loss: loss / 1000 }))],
    ['a loss with which nothing is learned', each(({ loss }) => ({ loss: 1e6 + loss }))],
    ['one loss for all', each(() => ({ loss: 0.5 }))],
    [
      'more epochs than a training is given',
      (epochs: Epochs, runIndex: number) =>
        Array.from({ length: 31 }, (_, i) => ({
          ...epochs[i === 30 ? 1 : 0]!,
          trainNs: 20_000_000_000 + ((i * 7919 + runIndex * 104_729) % 1009) * 1_000_003,
          loss: 1 / (1 + i + runIndex / 10),
        })),
    ],
    [
      'epochs that all took the same time',
      (epochs: Epochs, runIndex: number) =>
        [0, 0, 1].map((at, i) => ({
          ...epochs[at]!,
          trainNs: 2e10 + runIndex,
          loss: 1 / (i + 1 + runIndex / 10),
        })),
    ],
  ])('does not have %s', (_, change) => {
    expect(found(change)).toEqual(['p52-course']);
  });
});

describe('P17, the loop of a training to a target', () => {
  it('is as long as its epochs', () => {
    const clocked = (by: number) =>
      converge(
        honest.map((one) => ({
          ...one,
          elapsedNs: Math.round(by * one.samplesNs.reduce((sum, ns) => sum + ns)),
        })),
      );
    expect(flagsOf(clocked(1))).not.toContain('p17-loop-time');
    expect(flagsOf(clocked(2))).toContain('p17-loop-time');
    expect(checkedFactsOf(submission([clocked(0.5)])).withheld).toContain('by the clock of the worker');
  });
});
