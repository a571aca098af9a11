import { describe, expect, it } from 'vitest';
import type { Power } from '../../../data/contract/outcome.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, machine, matmul, submission } from '../../testing/samples.ts';

const cuda = { ...gpu, api: 'cuda' } as const;

/** A product at half of the float32 peak of the card, 35.5 TFLOP/s, with readings around so many watts. */
function textsOf(watts: number, changes: Partial<Power> = {}, of: Machine = machine): string[] {
  const power: Power = {
    source: 'nvml-power',
    scope: 'gpu',
    idleWatts: 10,
    samples: Array.from({ length: 60 }, (_, i) => ({ atNs: 1e8 * (i + 1), watts: watts + (i % 3) / 100 })),
    lost: null,
    ...changes,
  };
  const result = changed(matmul(17.7, { device: cuda, size: 4096 }), () => ({ power }));
  return checkedFactsOf(submission([result], { machine: of })).texts.filter((text) =>
    /\bW\b|"\S+"/.test(text),
  );
}

describe('P8, power', () => {
  // Half of the peak needs a quarter of the 220 W that the card is rated at.
  it('is no lower than the work needs', () => {
    expect(textsOf(50)).toEqual([
      expect.stringMatching(
        /^50\.0 W on average is less than the 54\.\d W that this work needs at least on /,
      ),
    ]);
    expect(textsOf(60)).toEqual([]);
  });

  it('of one meter is doubted in all results if it is impossible in a quarter of them', () => {
    const read = (watts: number, startMs: number): Power => ({
      source: 'nvml-power',
      scope: 'gpu',
      idleWatts: 10,
      samples: Array.from({ length: 60 }, (_, i) => ({
        atNs: 1e8 * (i + 1) + startMs * 1e6,
        watts: watts + (i % 3) / 100,
      })),
      lost: null,
    });
    const on = (watts: number, size: number, seed: number) =>
      changed(matmul(17.7, { device: cuda, size }, seed), () => ({ power: read(watts, seed) }));
    const sizes = [1024, 2048, 4096, 8192];
    const flagsOf = (watts: number) =>
      checkedFactsOf(submission(sizes.map((size, i) => on(i === 3 ? watts : 100, size, 10 * (i + 1))))).flags;
    expect(flagsOf(100)).not.toContain('p8-doubted-meter');
    expect(flagsOf(50)).toContain('p8-doubted-meter');
  });

  it('of a card that computes is not that of one at rest', () => {
    // 4 % of 220 W, whatever the work is.
    const result = (watts: number) =>
      changed(matmul(0.001, { device: cuda, size: 1024 }), () => ({
        power: {
          source: 'nvml-power',
          scope: 'gpu',
          idleWatts: 2,
          samples: Array.from({ length: 60 }, (_, i) => ({
            atNs: 1e8 * (i + 1),
            watts: watts + (i % 3) / 100,
          })),
          lost: null,
        },
      }));
    expect(checkedFactsOf(submission([result(8)])).flags).toContain('p8-too-little');
    expect(checkedFactsOf(submission([result(10)])).flags).not.toContain('p8-too-little');
  });

  it('comes from a meter that the device has', () => {
    expect(textsOf(100, { source: 'rapl', scope: 'package' })).toEqual([
      '"rapl" reads processors only, not NVIDIA GeForce RTX 4070 SUPER.',
    ]);
    expect(textsOf(100, { scope: 'system' })).toEqual(['"nvml-power" covers the gpu, not the system.']);
    const mac: Machine = { ...machine, os: { ...machine.os, platform: 'darwin' } };
    expect(textsOf(100, {}, mac)).toContain('"nvml-power" does not exist on darwin.');
  });

  it('is in the steps of its meter', () => {
    expect(textsOf(100.003)).toEqual([
      'the readings are no multiples of 0.01 W, as "nvml-power" gives them.',
    ]);
    expect(textsOf(100.003, { source: 'nvml-energy' })).toEqual([]);
  });
});
