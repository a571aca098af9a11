import { describe, expect, it } from 'vitest';
import type { Measured, Summary } from '../result/summary.ts';
import { fromFragment, toFragment } from './link.ts';
import { FRAGMENT, type Sent } from './sent.ts';

const measured = (changes: Partial<Measured> = {}): Summary => ({
  kind: 'measured',
  id: 'gpu/product/4096',
  part: 'product',
  title: 'Matrix product, float32',
  size: '4096 × 4096',
  device: 'gpu',
  correct: true,
  value: 5.123,
  unit: 'TFLOP/s',
  low: 5.1,
  high: 5.2,
  passMs: 26.83,
  samples: 41,
  secondsPerEpoch: null,
  losses: null,
  course: [],
  maxError: 4.1e-7,
  tolerance: 1e-6,
  observed: {},
  trouble: null,
  ...changes,
});

const trained = measured({
  id: 'gpu/small-net/256',
  part: 'small-net',
  title: 'Training the MNIST CNN, float32',
  size: 'batch 256',
  value: 51_200,
  unit: 'samples/s',
  secondsPerEpoch: 1.175,
  losses: [2.721, 2.285, 2.197],
  course: [
    { step: 3, loss: 2.25 },
    { step: 90, loss: 0.0412 },
  ],
});

const sent: Sent = {
  day: '2026-11-27',
  browser: 'Chrome 141',
  system: 'Windows',
  runs: [
    {
      device: { kind: 'gpu', name: 'nvidia turing', software: false },
      chip: { id: 'nvidia-geforce-rtx-2070', name: 'NVIDIA GeForce RTX 2070' },
      summaries: [measured(), trained],
    },
    {
      device: { kind: 'cpu', name: 'hidden by the browser', software: false },
      chip: null,
      summaries: [
        measured({
          id: 'cpu/attention/1024',
          part: 'attention',
          title: 'Attention, float32',
          size: '1024 tokens',
          device: 'cpu',
          value: 0.2,
          observed: { threads: 8, simd: true, relaxedSimd: true },
        }),
      ],
    },
  ],
};

/** The fragment of a value that is no result of this page. */
const fragmentOf = (value: unknown) =>
  FRAGMENT + btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** The value that a fragment carries. */
const read = (fragment: string) =>
  JSON.parse(atob(fragment.slice(FRAGMENT.length).replaceAll('-', '+').replaceAll('_', '/'))) as unknown[];

describe('the link of a result', () => {
  it('carries everything that the page shows', () => {
    const fragment = toFragment(sent)!;
    expect(fragment).toMatch(/^#result=[\w-]+$/);
    expect(fromFragment(fragment)).toEqual(sent);
  });

  it('keeps a name in other letters than ASCII', () => {
    const run = { ...sent.runs[0]!, device: { kind: 'gpu' as const, name: 'Carte é', software: true } };
    const back = fromFragment(toFragment({ ...sent, runs: [run] })!);
    expect(back).toMatchObject({ runs: [{ device: { name: 'Carte é', software: true } }] });
  });

  it('leaves out what was wrong or not measured, and is null if nothing is left', () => {
    const wrong = measured({ correct: false });
    const missing: Summary = {
      kind: 'missing',
      id: 'x',
      part: 'large-net',
      title: 'Training VGG16, float32',
      size: 'batch 64',
      device: 'gpu',
      word: 'left out',
      reason: 'no time',
      trouble: null,
    };
    const only = (summaries: Summary[]) => ({ ...sent, runs: [{ ...sent.runs[0]!, summaries }] });
    expect(toFragment(only([wrong, missing]))).toBeNull();
    expect(fromFragment(toFragment(only([wrong, measured(), missing]))!)).toMatchObject({
      runs: [{ summaries: [{ value: 5.123 }] }],
    });
  });

  it('thins a falling loss, with its first and last step', () => {
    const course = Array.from({ length: 40 }, (_, i) => ({ step: i + 1, loss: 3 - i / 20 }));
    const back = fromFragment(
      toFragment({ ...sent, runs: [{ ...sent.runs[0]!, summaries: [{ ...trained, course } as Summary] }] })!,
    ) as Sent;
    const [summary] = back.runs[0]!.summaries;
    const kept = summary?.kind === 'measured' ? summary.course : [];
    expect(kept).toHaveLength(12);
    expect([kept[0]!.step, kept.at(-1)!.step]).toEqual([1, 40]);
  });

  it('is short enough to send, with every part of both devices', () => {
    const all = Array.from({ length: 9 }, () => trained);
    const both = { ...sent, runs: sent.runs.map((run) => ({ ...run, summaries: all })) };
    expect(toFragment(both)!.length).toBeLessThan(4000);
  });
});

describe('a foreign link', () => {
  it('is none of a result without its fragment', () => {
    expect(fromFragment('')).toBeNull();
    expect(fromFragment('#threads')).toBeNull();
  });

  it('says that it was cut off, at any length', () => {
    const fragment = toFragment(sent)!;
    for (let length = FRAGMENT.length; length < fragment.length; length += 7) {
      expect(fromFragment(fragment.slice(0, length))).toEqual({
        problem: expect.stringMatching(/cut off.*run the test/),
      });
    }
  });

  it('says that it is of a newer page', () => {
    expect(fromFragment(fragmentOf([2, 'anything']))).toEqual({
      problem: expect.stringMatching(/newer version.*Reload/),
    });
  });

  it.each<[string, (value: unknown[]) => unknown]>([
    ['text instead of a list', () => 'result'],
    ['no run', (value) => value.with(4, [])],
    ['three runs', (value) => value.with(4, [...runsOf(value), ...runsOf(value)].slice(1))],
    ['the same device twice', (value) => value.with(4, [runsOf(value)[0], runsOf(value)[0]])],
    ['no day', (value) => value.with(1, '2026-13-01')],
    ['a letter that looks like another one', (value) => value.with(2, '\u00adChrome')],
    ['a long name', (value) => value.with(2, 'x'.repeat(41))],
    ['a part that does not exist', (value) => change(value, 0, 99)],
    ['a size that is no number', (value) => change(value, 1, '4096')],
    ['a rate of zero', (value) => change(value, 2, 0)],
    ['a negative rate', (value) => change(value, 2, -1)],
    ['an infinite rate', (value) => change(value, 2, 1e300)],
    ['no samples', (value) => change(value, 6, 0)],
    ['a field too many', (value) => [...value, 1]],
  ])('is refused with %s', (_, changed) => {
    const value = read(toFragment(sent)!);
    expect(fromFragment(fragmentOf(value))).toEqual(sent);
    expect(fromFragment(fragmentOf(changed(value)))).toMatchObject({ problem: expect.any(String) });
  });

  it('is not read if it is longer than any result', () => {
    expect(fromFragment(FRAGMENT + 'A'.repeat(20_000))).toMatchObject({ problem: expect.any(String) });
  });
});

const runsOf = (value: unknown[]) => value[4] as unknown[][];

/** The value with another field in its first measurement. */
function change(value: unknown[], field: number, to: unknown): unknown {
  const copy = structuredClone(value);
  const [measurement] = runsOf(copy)[0]![5] as unknown[][];
  measurement![field] = to;
  return copy;
}
