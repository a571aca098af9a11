import { describe, expect, it } from 'vitest';
import { findReferenceRules, rules } from '../../../data/catalogue/rules.ts';
import type { Check, Comparison } from '../../../data/contract/proof.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { infer, llm } from '../../testing/mode-samples.ts';
import { changed, matmul, submission, vgg } from '../../testing/samples.ts';

type Compared = Extract<Check, { kind: 'output' | 'loss-trajectory' }>;

/** A result whose check is changed. */
const withCheck = (result: Result, change: (check: Compared) => Partial<Compared>): Result =>
  changed(result, ({ check }) => ({ check: { ...check, ...change(check as Compared) } as Check }));

const withComparison = (result: Result, of: Comparison['of'], change: Partial<Comparison>) =>
  withCheck(result, ({ comparisons }) => ({
    comparisons: comparisons.map((one) => (one.of === of ? { ...one, ...change } : one)),
  }));

const without = (result: Result, of: Comparison['of']) =>
  withCheck(result, ({ comparisons }) => ({ comparisons: comparisons.filter((one) => one.of !== of) }));

const rejectionsOf = (result: Result) => checkedFactsOf(submission([result])).reject;

describe('a check', () => {
  it.each([
    ['training', vgg(300)],
    ['inference', infer(100, 1)],
    ['a product', matmul(0.3)],
    ['a language model', llm('prompt', 900)],
  ])('of %s within the bounds of the runner passes', (_, result) => {
    expect(checkedFactsOf(submission([result]))).toMatchObject({ reject: [], flags: [], withheld: null });
  });

  it.each([
    [
      'training',
      vgg(300),
      'losses',
      /the tolerance 0\.9 of "losses" is above 0\.005, that of the runner; measure again/,
    ],
    ['inference', infer(100, 1), 'outputs', /the tolerance 0\.9 of "outputs" is above 0\.0001/],
    ['a product', matmul(0.3), 'outputs', /the tolerance 0\.9 of "outputs" is above 0\.0000152587890625/],
    ['a loop', vgg(300), 'steps counted', /of "steps counted" is above 0,/],
  ] as const)('of %s cannot set its own bound', (_, result, of, text) => {
    expect(rejectionsOf(withComparison(result, of, { tolerance: 0.9 }))).toEqual([
      expect.stringMatching(text),
    ]);
  });

  it('of a language model cannot set its own bound, nor compare a known model with itself', () => {
    const wide = changed(llm('prompt', 900), ({ check }) => ({
      check: { ...check, tolerance: 0.9 } as Check,
    }));
    expect(rejectionsOf(wide)).toEqual([
      expect.stringContaining('the tolerance 0.9 of the check is above 0.12'),
    ]);
    const sha256 = rules.languageModels[0]!;
    const itself = changed(llm('prompt', 900, {}, { sha256 }), ({ check }) => ({
      check: { ...check, against: 'itself' } as Check,
    }));
    expect(rejectionsOf(itself)).toEqual([
      expect.stringContaining('the probabilities of this file are known'),
    ]);
  });

  it('has every comparison of its kind, and no other', () => {
    expect(rejectionsOf(without(vgg(300), 'gradients after the loop'))).toEqual([
      expect.stringContaining('the check lacks "gradients after the loop"; measure again'),
    ]);
    expect(rejectionsOf(without(infer(100, 1), 'outputs of altered inputs'))).toHaveLength(1);
    const longer = infer(100, 1, { workload: 'transformer-encoder', sequenceLength: 100 });
    expect(rejectionsOf(without(longer, 'outputs of altered inputs'))).toHaveLength(1);
    const elsewhere = withCheck(without(longer, 'outputs of altered inputs'), () => ({ measured: false }));
    expect(rejectionsOf(elsewhere)).toEqual([]);
    const own = without(vgg(300, { batchSize: 100 }), 'gradients after the loop');
    expect(rejectionsOf(own)).toEqual([]);
    const other = withCheck(infer(100, 1), ({ comparisons }) => ({
      comparisons: [...comparisons, { of: 'losses', error: 0, tolerance: 0 }],
    }));
    expect(rejectionsOf(other)).toEqual([
      expect.stringContaining('"losses" is compared, which vgg16-cifar100'),
    ]);
  });

  it('compares the function that is timed wherever the reference fills its batch', () => {
    const claimed = (batchSize: number, measured: boolean | null) =>
      rejectionsOf(withCheck(vgg(300, { batchSize }), () => ({ measured })));
    expect(claimed(256, false)).toEqual([
      expect.stringContaining('"measured" is false, but the reference fills a batch of 256; measure again'),
    ]);
    expect(claimed(100, true)).toEqual([
      expect.stringContaining('"measured" is true, but the reference does not fill a batch of 100'),
    ]);
    for (const result of [infer(100, 1), matmul(0.3)])
      expect(rejectionsOf(withCheck(result, () => ({ measured: false })))).toEqual([
        expect.stringContaining('"measured" is false, but the runner compares the outputs of what it times'),
      ]);
    expect(claimed(256, null)).toEqual([expect.stringContaining('comparisons, but "measured" is null')]);
    const unknown = withCheck(vgg(300), () => ({ comparisons: [], measured: null, maxRelativeError: null }));
    expect(rejectionsOf(unknown)).toEqual([expect.stringContaining('but "maxRelativeError" is null')]);
  });

  it('of sequences of another length keeps the tolerance that runners had for its last loss', () => {
    const of = (sequenceLength: number, measured: boolean) => {
      const net = vgg(300, { workload: 'transformer-encoder', batchSize: 16, sequenceLength });
      return rejectionsOf(
        withCheck(net, ({ comparisons }) => ({
          measured,
          comparisons: [...comparisons, { of: 'last loss', error: 0, tolerance: 3e-4 }],
        })),
      ).filter((text) => text.includes('check-bounds'));
    };
    expect(of(64, false)).toEqual([]);
    expect(of(50, true)).toEqual([
      expect.stringContaining('the tolerance 0.0003 of "last loss" is above 0.0001'),
    ]);
  });

  it('passes only if all comparisons do, and its summary is the worst of them', () => {
    expect(rejectionsOf(withComparison(vgg(300), 'gradients', { error: 0.5 }))).toEqual([
      expect.stringMatching(
        /the error 0\.5 of "gradients" is above its tolerance 0\.004, but "passed" is true/,
      ),
    ]);
    expect(rejectionsOf(withComparison(vgg(300), 'gradients', { error: 0.003 }))).toEqual([
      expect.stringMatching(
        /maxRelativeError .* is not that of the worst comparison, "gradients" with 0\.003/,
      ),
    ]);
  });

  it('of an older runner has a flag, and the widest bound of its mode', () => {
    const old = { comparisons: [], measured: null };
    const before = withCheck(vgg(300), () => ({ ...old, maxRelativeError: 1e-4, tolerance: 0.04 }));
    expect(checkedFactsOf(submission([before]))).toMatchObject({ reject: [], flags: ['older-check'] });
    const wide = withCheck(vgg(300), () => ({ ...old, maxRelativeError: 1e-4, tolerance: 0.5 }));
    expect(rejectionsOf(wide)).toEqual([
      expect.stringContaining('the tolerance 0.5 of the check is above 0.05'),
    ]);
    expect(rejectionsOf(withCheck(vgg(300), () => ({ comparisons: [] })))).toEqual([
      expect.stringContaining('"measured" is set, but the check has no comparisons'),
    ]);
  });

  it('is of the kind of its mode, and is missing only where nothing can be checked', () => {
    const none = { kind: 'none', why: 'no reason', maxRelativeError: null, passed: null } as const;
    const unchecked = changed(vgg(300), () => ({ check: none }));
    expect(rejectionsOf(unchecked)).toEqual([
      expect.stringContaining(
        'the result is unchecked, but the runner checks every result of tfjs-wasm 4.22.0',
      ),
    ]);
    const bench = changed(llm('prompt', 900), () => ({
      check: none,
      engineVersion: 'llama-bench 5163 (8cf427ff)',
    }));
    expect(checkedFactsOf(submission([bench]))).toMatchObject({ reject: [], withheld: null });
    expect(
      rejectionsOf(changed(infer(100, 1), ({ check: _ }) => ({ check: checkOfTraining }))).join(),
    ).toContain('the check is of kind "loss-trajectory", but mode "infer" has "output"');
    const nothing = withCheck(vgg(300), () => ({
      comparisons: [],
      measured: null,
      maxRelativeError: null,
      tolerance: null,
    }));
    expect(rejectionsOf(nothing)).toEqual([
      expect.stringContaining('the check compares with nothing, but vgg16-cifar100 has a reference'),
    ]);
  });

  it('records the losses of the reference', () => {
    const { losses } = findReferenceRules('vgg16-cifar100')!;
    const invented = withCheck(vgg(300), () => ({ losses: [4.6, 4.5, 4.4] }));
    expect(rejectionsOf(invented)).toEqual([
      expect.stringMatching(/loss 1 is 4\.6, but the reference has [\d.]+ with a tolerance of 0\.0001/),
    ]);
    const later = withCheck(vgg(300), () => ({ losses: [losses[0]!, losses[1]!, losses[2]! * 1.1] }));
    expect(rejectionsOf(later)).toEqual([expect.stringMatching(/loss 3 is .* with a tolerance of 0\.005/)]);
    const few = withCheck(vgg(300), () => ({ losses: losses.slice(0, 1) }));
    expect(rejectionsOf(few)).toEqual([expect.stringContaining('1 losses are recorded, not 3')]);
    // Older runners recorded five.
    expect(rejectionsOf(withCheck(vgg(300), () => ({ losses: [...losses, 4, 3] })))).toEqual([]);
  });
});

const [checkOfTraining] = [vgg(300)].flatMap(({ outcome }) =>
  outcome.status === 'ok' ? [outcome.check] : [],
) as [Check];
